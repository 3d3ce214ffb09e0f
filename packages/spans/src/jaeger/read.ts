/**
 * What Jaeger's query API answers: its own JSON (`/api/traces`, also the files that its page
 * downloads) and OTLP JSON in an envelope (`/api/v3/traces`).
 */
import type { Attributes, Span, SpanEvent, SpanLink, Trace } from '../model.ts'
import { jsonLeaves } from '../otlp/leaves.ts'
import { readRequest } from '../otlp/read-request.ts'
import { isRecord, leafOf, listOf, messageOf, type Raw, recordOf, textOf } from '../shape.ts'
import { expected, ShapeError } from '../shape-error.ts'
import { toTraces } from '../traces.ts'
import { asJaeger, JaegerError } from './jaeger-error.ts'
import { readTags, splitTags } from './tags.ts'

export { JaegerError } from './jaeger-error.ts'

interface Reference extends SpanLink {
  refType: string
}

/** The traces of an answer of `/api/traces`, of a downloaded file, or of one trace out of them. */
export function readJaegerTraces(json: unknown): Trace[] {
  return asJaeger(() => {
    const answer = Array.isArray(json) ? { data: json } : recordOf(json, '')
    throwErrorsOf(answer)
    if ('spans' in answer) return toTraces(readTrace(answer))
    if (!Array.isArray(answer.data)) throw expected('a list of traces', answer.data, 'data')
    return toTraces(listOf(answer, 'data', readTrace).flat())
  })
}

/** The traces of an answer of `/api/v3/traces`: `{"result": {"resourceSpans": [...]}}`. */
export function readJaegerV3(json: unknown): Trace[] {
  return asJaeger(() => {
    const answer = recordOf(json, '')
    if (isRecord(answer.error)) throw notFound(textOf(answer.error, 'message'))
    return toTraces(readRequest(recordOf(answer.result, 'result'), jsonLeaves))
  })
}

function throwErrorsOf(answer: Raw): void {
  const [first] = listOf(answer, 'errors', (error) => textOf(error, 'msg'))
  if (first !== undefined) throw notFound(first)
}

function notFound(message: string): JaegerError {
  const reason = /not found|no traces found/i.test(message) ? 'not-found' : 'not-jaeger'
  return new JaegerError(reason, `Jaeger answered: ${message}`)
}

function readTrace(trace: Raw): Span[] {
  const processes = messageOf(trace, 'processes')
  const spans = listOf(trace, 'spans', (span) => readSpan(span, processes))
  if (spans.length === 0) throw new ShapeError('expected at least one span, got none', 'spans')
  return spans
}

function readSpan(raw: Raw, processes: Raw): Span {
  const references = listOf(raw, 'references', readReference)
  const traceId = readId(raw, 'traceID', 32)
  const parent = findParent(references, traceId)
  const startTime = readMicroseconds(raw, 'startTime')
  return {
    traceId,
    spanId: readId(raw, 'spanID', 16),
    ...(parent && { parentSpanId: parent.spanId }),
    name: textOf(raw, 'operationName'),
    startTime,
    endTime: BigInt.asUintN(64, startTime + readMicroseconds(raw, 'duration')),
    events: listOf(raw, 'logs', readLog),
    links: references
      .filter((reference) => reference !== parent || reference.refType !== 'CHILD_OF')
      .map(({ refType: _, ...link }) => link),
    ...readProcess(processes, textOf(raw, 'processID')),
    ...splitTags(readTags(raw, 'tags')),
    ...(typeof raw.flags === 'number' && { flags: raw.flags }),
  }
}

function readReference(raw: Raw): Reference {
  const ids = { traceId: readId(raw, 'traceID', 32), spanId: readId(raw, 'spanID', 16) }
  return { ...ids, attributes: {}, refType: textOf(raw, 'refType') }
}

/**
 * As Jaeger itself picks it. FOLLOWS_FROM is a parent only where nothing else is: of a span with a
 * link to its own parent Jaeger keeps just that.
 */
function findParent(references: Reference[], traceId: string): Reference | undefined {
  const own = references.filter((reference) => reference.traceId === traceId)
  return own.find(({ refType }) => refType === 'CHILD_OF') ?? own[0]
}

function readProcess(processes: Raw, id: string): { service: string; resource: Attributes } {
  // An id such as `constructor` must not find what every object has.
  const found = Object.hasOwn(processes, id) ? processes[id] : undefined
  const process = recordOf(found, `processes.${id}`)
  const service = textOf(process, 'serviceName') || 'unknown_service'
  return { service, resource: { 'service.name': service, ...readTags(process, 'tags') } }
}

function readLog(raw: Raw): SpanEvent {
  const { event, ...attributes } = readTags(raw, 'fields')
  const name = typeof event === 'string' ? event : ''
  return { name, time: readMicroseconds(raw, 'timestamp'), attributes }
}

/** Jaeger leaves leading zeros out where an id is shorter than its field. */
function readId(raw: Raw, field: string, digits: 16 | 32): string {
  return leafOf(raw, field, (value) => {
    const padded = typeof value === 'string' && value !== '' ? value.padStart(digits, '0') : value
    return jsonLeaves.id(padded, digits)
  })
}

/** Jaeger counts in int64 and writes it unsigned: what lies after 2262 comes as a huge number. */
function readMicroseconds(raw: Raw, field: string): bigint {
  const micros = leafOf(raw, field, (value) => jsonLeaves.uint64(value))
  return BigInt.asUintN(64, BigInt.asIntN(64, micros) * 1000n)
}
