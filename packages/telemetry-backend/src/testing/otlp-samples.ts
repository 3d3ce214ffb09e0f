/** A span of OTLP JSON with what a test does not care about filled in. */
export interface SampleSpan {
  service: string
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind?: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes?: unknown[]
  /** Attributes of the protobuf form. */
  texts?: Record<string, string>
  [more: string]: unknown
}

let made = 0

/** 32 hex digits that no other test of this run uses. */
export function newTraceId(): string {
  made += 1
  return `4bf92f3577b34da6${process.pid.toString(16).padStart(8, '0')}${made.toString(16).padStart(8, '0')}`
}

interface Shape {
  traceId: string
  service?: string
  spanId?: string
  /** Milliseconds after `sampleTime`, and how long it took. */
  at?: number
  ms?: number
  [more: string]: unknown
}

/** The present of all samples: one reading of the clock, so that no time passes between them. */
export const sampleTime = Date.now()

export function sampleSpan({ service = 'gateway', at = 0, ms = 10, ...given }: Shape): SampleSpan {
  const start = BigInt(sampleTime + at) * 1_000_000n
  return {
    service,
    spanId: '00f067aa0ba902b7',
    name: 'GET /',
    kind: 2,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + BigInt(ms) * 1_000_000n),
    ...given,
  }
}

export function text(key: string, stringValue: string) {
  return { key, value: { stringValue } }
}

/** An ExportTraceServiceRequest; the service is taken from the first span. */
export function traceExport(...spans: SampleSpan[]) {
  const service = text('service.name', spans[0]?.service ?? 'gateway')
  return {
    resourceSpans: [
      {
        resource: { attributes: [service, text('host.name', 'h1')] },
        scopeSpans: [{ scope: { name: 'sample', version: '1.0' }, spans }],
      },
    ],
  }
}
