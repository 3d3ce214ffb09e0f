import { join } from 'node:path'
import { Double } from '@onetrace/spans'
import jaeger from 'jaeger-client'
import { expect, test } from 'vitest'
import { isMissing, runTool } from './support/run-tool.ts'
import type { SentTrace } from './support/sample-trace.ts'
import { contentOf, type SpanContent, storedTrace } from './support/stored-spans.ts'
import { target } from './support/target.ts'

type Reporter = Parameters<typeof jaeger.initTracer>[0]['reporter']

const udp = { agentHost: target.thriftBinary.host, agentPort: target.thriftBinary.port }
const http = { collectorEndpoint: `${target.thriftHttp}/api/traces` }

/** Resolves when all spans are sent. */
function sendWithJs(
  service: string,
  { reporter, traceId128bit }: { reporter: Reporter; traceId128bit: boolean },
): Promise<SentTrace> {
  const sampler = { type: 'const', param: 1 } as const
  const options = { tags: { zone: 'a' }, traceId128bit }
  const tracer = jaeger.initTracer({ serviceName: service, sampler, reporter }, options)
  const at = Math.floor(Date.now() / 1000) * 1000 - 2000
  const tags = { 'span.kind': 'server', 'http.status_code': 503, error: true, cached: false }
  const root = tracer.startSpan('GET /users/:id', { startTime: at, tags })
  const call = tracer.startSpan('select', { childOf: root, startTime: at + 250 })
  call.log({ event: 'retry', attempt: 2 }, at + 500)
  call.finish(at + 750)
  root.finish(at + 1000)
  const traceId = root.context().traceIdStr
  return new Promise((sent) => tracer.close(() => sent({ traceId, at })))
}

function treeOf(service: string): string {
  return `${service}: GET /users/:id [server] {http.status_code=503} !error\n  ${service}: select`
}

/** What was sent; JavaScript's client sends each number as a double, Python's knows integers. */
function contentWith(number: (value: number) => number | Double): SpanContent[] {
  return [
    {
      name: 'GET /users/:id',
      below: undefined,
      start: 0,
      took: 1_000_000,
      status: { code: 'error' },
      attributes: {
        'http.status_code': number(503),
        cached: false,
        'sampler.type': 'const',
        'sampler.param': true,
      },
      events: [],
      links: [],
    },
    {
      name: 'select',
      below: 'GET /users/:id',
      start: 250_000,
      took: 500_000,
      status: { code: 'unset' },
      attributes: {},
      events: [{ name: 'retry', at: 500_000, attributes: { attempt: number(2) } }],
      links: [],
    },
  ]
}

test.each([
  ['udp', udp, true],
  ['http', http, true],
  ['udp-short-ids', udp, false],
  ['http-short-ids', http, false],
])("Jaeger's JS client, %s", async (way, reporter, traceId128bit) => {
  const service = `jaeger-js-${way}`

  const { traceId, at } = await sendWithJs(service, { reporter, traceId128bit })

  const id = traceId.padStart(32, '0')
  expect(id.startsWith('0'.repeat(16))).toBe(!traceId128bit)
  const trace = await storedTrace(id, treeOf(service))
  expect(trace).toMatchSpanTree(treeOf(service))
  expect(contentOf(trace, at)).toEqual(contentWith((value) => new Double(value)))
  expect(trace.spans.map(({ resource }) => resource.zone)).toEqual(['a', 'a'])
})

test.skipIf(isMissing('Python'))("Jaeger's Python client, compact thrift over UDP", async () => {
  const script = join(import.meta.dirname, 'python/send_jaeger.py')
  const { host, port } = target.thriftCompact

  const sent = await runTool('Python', script, host, String(port), 'jaeger-python')

  const { traceId, at }: SentTrace = JSON.parse(sent)
  const trace = await storedTrace(traceId, treeOf('jaeger-python'))
  expect(trace).toMatchSpanTree(treeOf('jaeger-python'))
  expect(contentOf(trace, at)).toEqual(contentWith((value) => value))
  expect(trace.spans.map(({ resource }) => resource.zone)).toEqual(['a', 'a'])
})
