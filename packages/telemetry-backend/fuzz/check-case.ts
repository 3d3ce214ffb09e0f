import { deepStrictEqual } from 'node:assert'
import type { IncomingMessage } from 'node:http'
import type { Span } from '@onetrace/spans'
import { canonical, keptByV1, shownByV1, toJson, toProtobuf } from '@onetrace/spans/generated'
import { readJaegerTraces } from '@onetrace/spans/jaeger'
import { decodeOtlpTraces } from '@onetrace/spans/otlp'
import { createCounters } from '../src/counters.ts'
import { text } from '../src/http/answer.ts'
import { createRouter } from '../src/http/router.ts'
import { jaegerV1Routes } from '../src/jaeger/v1-routes.ts'
import { jaegerV3Routes } from '../src/jaeger/v3-routes.ts'
import { defaultLimits } from '../src/limits.ts'
import { withServiceName } from '../src/store/service-name.ts'
import { TraceStore } from '../src/store/trace-store.ts'

interface Generated {
  traceId: string
  request: { resourceSpans: Record<string, unknown>[] }
}

/** One trace in every encoding, through a store of its own, and out by both of Jaeger's APIs. */
export function checkCase({ traceId, request }: Generated): void {
  const sent = canonical(request.resourceSpans)
  const exports = [
    { contentType: 'application/x-protobuf', body: toProtobuf(request) },
    { contentType: 'application/json', body: Buffer.from(toJson(request, 'text')) },
    { contentType: 'application/json', body: Buffer.from(toJson(request, 'numbers')) },
  ]
  for (const one of exports) {
    const spans = decodeOtlpTraces(one)
    const ask = storeOf(spans)
    const { result } = ask(`/api/v3/traces/${traceId}`) as { result: typeof request }
    deepStrictEqual(canonical(result.resourceSpans), sent)
    checkV1(ask(`/api/traces/${traceId}?raw=true`), spans)
  }
}

function checkV1(answer: unknown, spans: Span[]): void {
  const kept = spans.filter(isTimely).map(keptByV1)
  const ids = new Set(spans.filter(isTimely).map(({ spanId }) => spanId))
  const read = readJaegerTraces(answer).flatMap((trace) => trace.spans)
  deepStrictEqual(read.filter(({ spanId }) => ids.has(spanId)).map(shownByV1), kept)
}

/** Of later times v1's JSON numbers do not hold the microseconds. */
function isTimely({ startTime, endTime, events }: Span): boolean {
  return [startTime, endTime, ...events.map(({ time }) => time)].every((t) => t < 2n ** 53n * 1000n)
}

function storeOf(spans: Span[]): (path: string) => unknown {
  const store = new TraceStore(defaultLimits, createCounters())
  store.add(spans.map(withServiceName))
  const none = () => text('', 404)
  const routes = [...jaegerV1Routes(store), ...jaegerV3Routes(store)]
  const route = createRouter(routes, none, none)
  return (url) => {
    const answered = route({ method: 'GET', url } as IncomingMessage)
    if (!('body' in answered)) throw new TypeError(`${url}: expected an answer at once`)
    return JSON.parse(String(answered.body))
  }
}
