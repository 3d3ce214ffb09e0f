import { randomBytes } from 'node:crypto'
import type { World } from './world.ts'

/** A span that no service made; times are milliseconds after now. */
export interface MadeSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind?: keyof typeof kinds
  at: number
  ms: number
  links?: { traceId: string; spanId: string }[]
  /** The header `traceparent` as the span recorded it. */
  traceparent?: string
  attributes?: Record<string, string>
}

const kinds = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 }

export const newTraceId = () => randomBytes(16).toString('hex')
export const newSpanId = () => randomBytes(8).toString('hex')

/** Exports these spans as OTLP JSON. Several services can share one `moment` as their now. */
export async function sendSpans(
  world: World,
  service: string,
  spans: MadeSpan[],
  moment = Date.now(),
): Promise<void> {
  const now = BigInt(moment) * 1_000_000n
  const nanos = (ms: number) => String(now + BigInt(Math.round(ms * 1e6)))
  const attributes = [{ key: 'service.name', value: { stringValue: service } }]
  const made = spans.map(
    ({ at, ms, kind = 'internal', traceparent, attributes = {}, ...span }) => ({
      ...span,
      attributes: [
        ...(traceparent ? [recordedHeader(traceparent)] : []),
        ...Object.entries(attributes).map(([key, stringValue]) => ({
          key,
          value: { stringValue },
        })),
      ],
      kind: kinds[kind],
      startTimeUnixNano: nanos(at),
      endTimeUnixNano: nanos(at + ms),
    }),
  )
  const response = await fetch(`${world.otlpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans: made }] }],
    }),
  })
  if (!response.ok) throw new Error(`OTLP: ${response.status} ${await response.text()}`)
}

function recordedHeader(traceparent: string) {
  const values = [{ stringValue: traceparent }]
  return { key: 'http.request.header.traceparent', value: { arrayValue: { values } } }
}
