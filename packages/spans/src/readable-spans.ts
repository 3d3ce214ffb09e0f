/**
 * The spans that an OpenTelemetry SDK for JavaScript keeps in this process, as an
 * `InMemorySpanExporter` hands them out. Described by their shape: no SDK is imported, and those
 * of the lines 1.x, 2.x and 3.x all fit.
 */
import type { Attributes, AttributeValue, Span, SpanKind, SpanStatus, Trace } from './model.ts'
import { toTraces } from './traces.ts'

type Time = readonly [seconds: number, nanoseconds: number]

interface Context {
  traceId: string
  spanId: string
  traceFlags: number
  isRemote?: boolean | undefined
  traceState?: { serialize(): string } | undefined
}

export interface ReadableSpanLike {
  name: string
  kind: number
  spanContext(): Context
  /** 2.x and later. */
  parentSpanContext?: Context | undefined
  /** 1.x. */
  parentSpanId?: string | undefined
  startTime: Time
  endTime: Time
  status: { code: number; message?: string | undefined }
  attributes: object
  links: readonly { context: Context; attributes?: object | undefined }[]
  events: readonly { name: string; time: Time; attributes?: object | undefined }[]
  resource: { attributes: object }
  /** 1.x called it `instrumentationLibrary`. */
  instrumentationScope?: { name: string; version?: string | undefined } | undefined
  instrumentationLibrary?: { name: string; version?: string | undefined } | undefined
}

const kinds: readonly SpanKind[] = ['internal', 'server', 'client', 'producer', 'consumer']
const statusCodes: readonly SpanStatus['code'][] = ['unset', 'ok', 'error']

/** The traces of these spans: `fromReadableSpans(exporter.getFinishedSpans())`. */
export function fromReadableSpans(spans: readonly ReadableSpanLike[]): Trace[] {
  return toTraces(spans.map(toSpan))
}

function toSpan(span: ReadableSpanLike): Span {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext()
  const parent = span.parentSpanContext
  const parentSpanId = parent?.spanId ?? span.parentSpanId
  const resource = readAttributes(span.resource.attributes)
  const state = traceState?.serialize()
  const { name, version } = span.instrumentationScope ?? span.instrumentationLibrary ?? { name: '' }
  return {
    traceId,
    spanId,
    ...(parentSpanId && { parentSpanId }),
    name: span.name,
    kind: kinds[span.kind] ?? 'internal',
    service: serviceOf(resource),
    startTime: toNanoseconds(span.startTime),
    endTime: toNanoseconds(span.endTime),
    status: readStatus(span.status),
    attributes: readAttributes(span.attributes),
    events: span.events.map((event) => ({
      name: event.name,
      time: toNanoseconds(event.time),
      attributes: readAttributes(event.attributes),
    })),
    links: span.links.map(({ context, attributes }) => ({
      traceId: context.traceId,
      spanId: context.spanId,
      attributes: readAttributes(attributes),
    })),
    resource,
    scope: { name, ...(version && { version }) },
    ...(state && { traceState: state }),
    flags: (traceFlags & 0xff) | 0x100 | (parent?.isRemote ? 0x200 : 0), // as exporters write it
  }
}

function serviceOf(resource: Attributes): string {
  const name = resource['service.name']
  return typeof name === 'string' && name !== '' ? name : 'unknown_service'
}

function readStatus({ code, message }: ReadableSpanLike['status']): SpanStatus {
  return { code: statusCodes[code] ?? 'unset', ...(message && { message }) }
}

function readAttributes(attributes: object | undefined): Attributes {
  const entries = Object.entries(attributes ?? {}).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries.map(([key, value]) => [key, readValue(value)]))
}

function readValue(value: unknown): AttributeValue {
  if (Array.isArray(value)) return value.map(readValue)
  return (value ?? null) as AttributeValue // the SDK has checked what it took
}

function toNanoseconds([seconds, nanoseconds]: Time): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds)
}
