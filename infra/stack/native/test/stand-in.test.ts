// Without Loki and Promtail, the embedded backend stands in for them, beside the real Jaeger.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectOk } from '@onetrace/processes'
import { expect, test } from 'vitest'
import { realLoki } from '../programs/real-loki.ts'
import { startTestStack } from './test-stack.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const span = {
  traceId,
  spanId: 'b7ad6b7169203331',
  name: 'POST /orders',
  startTimeUnixNano: `${Date.now()}000000`,
  endTimeUnixNano: `${Date.now() + 1}000000`,
}
const service = { key: 'service.name', value: { stringValue: 'orders' } }

const loki = await realLoki()
if (!('missing' in loki)) console.log('skipped: the stand-in for Loki: the real one is here')

test.runIf('missing' in loki)(
  'a span goes to Jaeger, its line to the stand-in, whose page shows both',
  async () => {
    await using stack = await startTestStack()
    const { page = '' } = stack.urls
    const line = {
      time: new Date(),
      level: 'info',
      service: 'orders',
      trace_id: traceId,
      msg: 'placed',
    }
    mkdirSync(stack.logDir, { recursive: true })
    writeFileSync(join(stack.logDir, 'orders.log'), `${JSON.stringify(line)}\n`)
    const sent = await fetch(`http://127.0.0.1:${stack.ports.otlp}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        resourceSpans: [{ resource: { attributes: [service] }, scopeSpans: [{ spans: [span] }] }],
      }),
    })
    await stack.quiesce()

    expect(sent.status).toBe(200)
    expect(stack.note).toMatch(/^Loki is the embedded one, .*: no /)
    const query = new URLSearchParams({ query: `{service_name="orders"} | trace_id="${traceId}"` })
    for (const url of [stack.urls.loki, page]) {
      const { data } = (await expectOk(`${url}/loki/api/v1/query_range?${query}`)) as Streams
      expect(data.result.flatMap(({ values }) => values.map(([, text]) => text))).toEqual([
        JSON.stringify(line),
      ])
    }
    for (const url of [stack.urls.query, page]) {
      const { data } = (await expectOk(`${url}/api/traces/${traceId}`)) as Traces
      expect(data[0]?.spans.map(({ operationName }) => operationName)).toEqual(['POST /orders'])
    }
  },
)

interface Streams {
  data: { result: { values: [string, string][] }[] }
}

interface Traces {
  data: { spans: { operationName: string }[] }[]
}
