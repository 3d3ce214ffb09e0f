// The embedded backend, and Promtail with Loki, read the same files. A query must find the same
// lines on both, or a test that passes on one fails on the other.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startBackend } from '@onetrace/telemetry-backend'
import { expect, test } from 'vitest'
import { realLoki } from '../programs/real-loki.ts'
import { startTestStack } from './test-stack.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const spanId = 'b7ad6b7169203331'
const comment = `/*traceparent='00-${traceId}-${spanId}-01'*/`
const now = new Date()
const time = now.toISOString()
const timestamp = time.replace('T', ' ').replace('Z', ' UTC')

const files: Record<string, (object | string)[]> = {
  'orders.log': [
    { time, level: 'info', service: 'orders', trace_id: traceId, span_id: spanId, msg: 'placed' },
    { time, level: 'error', service: 'orders', msg: 'without a trace' },
    { time: now.getTime(), level: 40, service: 'orders', msg: "pino's own defaults" },
    { time, level: 'not a level', service: 'orders', msg: 'a level of its own' },
    { time, level: 'info', msg: 'without a service' },
    { time, level: 'info', service: 'orders', msg: 'quotes "error_severity":"ERROR"' },
    'not JSON at all',
    '{"half": ',
  ],
  'postgres.json': [
    {
      timestamp,
      user: 'orders',
      error_severity: 'LOG',
      message: `execute <unnamed>: select 1 ${comment}`,
    },
    {
      timestamp,
      error_severity: 'ERROR',
      message: 'relation "x" does not exist',
      statement: `select * from x ${comment}`,
    },
    { timestamp, error_severity: 'FATAL', message: 'the database system is starting up' },
    { timestamp, error_severity: 'DEBUG1', message: 'debugging' },
    { timestamp, error_severity: 'WARNING', message: 'without a trace' },
  ],
}

interface Kept {
  line: string
  labels: Record<string, string>
  metadata: Record<string, string>
  /** Undefined where both backends take the time at which they read the line. */
  time: string | undefined
}

async function keptBy(lokiUrl: string): Promise<Kept[]> {
  const params = new URLSearchParams({ query: '{job=~".+"}', limit: '1000' })
  const response = await fetch(`${lokiUrl}/loki/api/v1/query_range?${params}`, {
    // Loki then gives structured metadata separately from the labels.
    headers: { 'X-Loki-Response-Encoding-Flags': 'categorize-labels' },
  })
  const { data } = (await response.json()) as Streams
  const kept = data.result.flatMap(({ stream, values }) =>
    values.map(([at, line, { structuredMetadata = {} }]) => {
      const { detected_level: _, ...metadata } = structuredMetadata // only Loki guesses it
      const ownTime = line.includes('"time') || undefined
      return { line, labels: stream, metadata, time: ownTime && at }
    }),
  )
  return kept.sort((a, b) => (a.line < b.line ? -1 : 1))
}

interface Streams {
  data: {
    result: {
      stream: Record<string, string>
      values: [string, string, { structuredMetadata?: Record<string, string> }][]
    }[]
  }
}

const loki = await realLoki()
if ('missing' in loki) console.log(`skipped: the labels that Promtail gives: ${loki.missing}`)

test.skipIf('missing' in loki)(
  'Promtail gives every line the labels, ids and time that the embedded backend gives it',
  async () => {
    await using stack = await startTestStack()
    mkdirSync(stack.logDir, { recursive: true })
    for (const [name, lines] of Object.entries(files)) {
      const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
      writeFileSync(join(stack.logDir, name), `${text.join('\n')}\n`)
    }
    const ports = { otlp: 0, query: 0, loki: 0 }
    const backend = await startBackend({ ports, logDir: stack.logDir })
    await using cleanup = new AsyncDisposableStack()
    cleanup.defer(() => backend.close())

    await fetch(`${backend.urls.query}/quiesce`, { method: 'POST' })
    await stack.quiesce()
    const [embedded, real] = await Promise.all([keptBy(backend.urls.loki), keptBy(stack.urls.loki)])

    expect(embedded).toHaveLength(13)
    expect(real).toEqual(embedded)
  },
)
