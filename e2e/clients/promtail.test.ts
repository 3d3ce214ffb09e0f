import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { appendFile, rename, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '@onetrace/processes'
import { describe, expect, onTestFinished, test } from 'vitest'
import { isMissing } from './support/run-tool.ts'
import { target } from './support/target.ts'
import { startTool, type ToolProcess } from './support/tool-process.ts'

/** The configuration that the real stack uses. */
const config = join(import.meta.dirname, '../../infra/stack/promtail/native.yaml')

interface Found {
  stream: Record<string, string>
  line: string
}

interface Logs {
  dir: string
  file: (name: string) => string
  /** Starts Promtail over this folder; it goes on where the one before it stopped. */
  start: () => ToolProcess
}

function logFolder(): Logs {
  const dir = mkdtempSync(join(tmpdir(), 'onetrace-promtail-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const env = {
    PROMTAIL_PORT: '0',
    PROMTAIL_LOG_LEVEL: 'error',
    PROMTAIL_POSITIONS: join(dir, 'positions.yaml'),
    LOKI_URL: target.loki,
    LOG_DIR: dir,
  }
  return {
    dir,
    file: (name) => join(dir, name),
    start: () => startTool('promtail', [`-config.file=${config}`, '-config.expand-env=true'], env),
  }
}

const newTraceId = () => randomBytes(16).toString('hex')

function pino(service: string, traceId: string, msg: string, more: object = {}): string {
  const time = new Date().toISOString()
  const ids = { trace_id: traceId, span_id: '00f067aa0ba902b7' }
  return `${JSON.stringify({ time, level: 'info', service, ...ids, msg, ...more })}\n`
}

/** The lines of a trace, the oldest first. */
async function linesOf(traceId: string): Promise<Found[]> {
  const query = `{service_name=~".+"} | trace_id="${traceId}"`
  const params = new URLSearchParams({ query, direction: 'forward', limit: '5000' })
  const response = await fetch(`${target.loki}/loki/api/v1/query_range?${params}`)
  const { data } = (await response.json()) as {
    data: { result: { stream: Record<string, string>; values: [string, string][] }[] }
  }
  return data.result
    .flatMap(({ stream, values }) => values.map(([time, line]) => ({ time, stream, line })))
    .sort((a, b) => (BigInt(a.time) < BigInt(b.time) ? -1 : 1))
    .map(({ stream, line }) => ({ stream, line }))
}

function untilMessages(traceId: string, wanted: string[]): Promise<void> {
  const messages = async () => (await linesOf(traceId)).map(({ line }) => JSON.parse(line).msg)
  return until(async () => expect(await messages()).toEqual(wanted), {
    what: `the lines ${wanted.join(', ')}`,
    deadlineMs: 120_000,
  })
}

describe.skipIf(isMissing('promtail'))('promtail', () => {
  test("lines of services and of Postgres are found by one trace id, with the stack's labels", async () => {
    const logs = logFolder()
    const traceId = newTraceId()
    await using _promtail = logs.start()
    const order = pino('orders', traceId, 'placed', { took: 5 })
    const statement = `select 1 /*traceparent='00-${traceId}-00f067aa0ba902b7-01'*/`
    const timestamp = new Date(Date.now() + 5).toISOString().replace('T', ' ').replace('Z', ' UTC')
    const postgres = { timestamp, error_severity: 'ERROR', message: 'broken', statement }

    await writeFile(logs.file('orders.log'), order)
    await writeFile(logs.file('postgres.json'), `${JSON.stringify(postgres)}\n`)
    await until(async () => expect(await linesOf(traceId)).toHaveLength(2), {
      what: 'two lines',
      deadlineMs: 120_000,
    })

    const ids = { trace_id: traceId, span_id: '00f067aa0ba902b7' }
    const job = 'onetrace'
    expect(await linesOf(traceId)).toEqual([
      {
        stream: { job, service_name: 'orders', level: 'info', detected_level: 'info', ...ids },
        line: order.trimEnd(),
      },
      {
        stream: { job, service_name: 'postgres', level: 'error', detected_level: 'error', ...ids },
        line: JSON.stringify(postgres),
      },
    ])
  })

  test('halves of a line, rotation by name and by truncation: each line once', async () => {
    const logs = logFolder()
    const traceId = newTraceId()
    const line = (msg: string) => pino('orders', traceId, msg)
    const file = logs.file('orders.log')
    await using _promtail = logs.start()

    const halved = line('1')
    await writeFile(file, halved.slice(0, 30))
    await appendFile(file, halved.slice(30))
    await untilMessages(traceId, ['1'])
    await rename(file, `${file}.1`)
    await writeFile(file, pino('orders', traceId, '2', { filler: 'x'.repeat(500) }))
    await untilMessages(traceId, ['1', '2'])
    // The file gets shorter, since Promtail only sees by its size that it was truncated.
    await truncate(file)
    await appendFile(file, line('3'))
    await untilMessages(traceId, ['1', '2', '3'])
  })

  test('started again, it goes on where it stopped, and nothing is there twice', async () => {
    const logs = logFolder()
    const traceId = newTraceId()
    const file = logs.file('orders.log')
    const first = logs.start()
    await writeFile(file, pino('orders', traceId, '1'))
    await untilMessages(traceId, ['1'])
    await first[Symbol.asyncDispose]()

    await appendFile(file, pino('orders', traceId, '2'))
    await using _second = logs.start()

    await untilMessages(traceId, ['1', '2'])
  })
})
