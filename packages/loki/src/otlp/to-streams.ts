import type { PushedEntry, PushedStream } from '../push/pushed.ts'
import { nowNano } from '../time.ts'
import { indexAttributes } from './index-attributes.ts'
import type { OtlpRecord, OtlpResource, OtlpScope } from './logs.ts'

type Attributes = Record<string, unknown>
type TextOf = (value: unknown) => string
type Pairs = Record<string, string>

/**
 * Streams as Loki makes them of OTLP, one for each resource:
 * https://grafana.com/docs/loki/latest/send-data/otel/#format-considerations
 */
export function toStreams(logs: OtlpResource[], textOf: TextOf): PushedStream[] {
  return logs.map(({ resource, scopeLogs }) => {
    const { labels, others } = splitResource(resource, textOf)
    const entries = scopeLogs.flatMap(({ scope, records }) => {
      const ofScope = scopeMetadata(scope, textOf)
      return records.map((record) => toEntry(record, { textOf, surrounding: [others, ofScope] }))
    })
    return { labels, entries }
  })
}

function splitResource(resource: Attributes, textOf: TextOf): { labels: Pairs; others: Pairs } {
  const all = Object.entries(resource)
  const indexed = all.filter(([name]) => indexAttributes.has(name))
  const others = all.filter(([name]) => !indexAttributes.has(name))
  const labels = Object.entries(flatten(Object.fromEntries(indexed), textOf))
  return {
    labels: Object.fromEntries(labels.filter(([, value]) => value !== '')), // an empty one is none
    others: flatten(Object.fromEntries(others), textOf),
  }
}

function scopeMetadata(scope: OtlpScope, textOf: TextOf): Pairs {
  const { name, version, attributes, droppedAttributesCount } = scope
  return {
    ...flatten(attributes, textOf),
    ...(name && { scope_name: name }),
    ...(version && { scope_version: version }),
    ...given('scope_dropped_attributes_count', droppedAttributesCount),
  }
}

function toEntry(
  record: OtlpRecord,
  { textOf, surrounding }: { textOf: TextOf; surrounding: Pairs[] },
): PushedEntry {
  return {
    time: record.time || record.observedTime || nowNano(),
    text: textOf(record.body),
    metadata: Object.assign(flatten(record.attributes, textOf), fieldsOf(record), ...surrounding),
  }
}

/** What has no place of its own in a line of Loki. */
function fieldsOf(record: OtlpRecord): Pairs {
  const { time, observedTime, severityText, traceId, spanId, eventName } = record
  return {
    // Without a time of the record it is the line's own.
    ...(time && given('observed_timestamp', observedTime)),
    ...given('severity_number', record.severityNumber),
    ...(severityText && { severity_text: severityText }),
    ...given('dropped_attributes_count', record.droppedAttributesCount),
    ...given('flags', record.flags),
    ...(traceId && { trace_id: traceId }),
    ...(spanId && { span_id: spanId }),
    // Loki 3.6.7 drops it, and with it what an event by the logs API is about.
    ...(eventName && { event_name: eventName }),
  }
}

function given(name: string, value: number | bigint): Pairs {
  return value ? { [name]: String(value) } : {}
}

/** `{ http: { route } }` is `http_route`; a list is text. */
function flatten(attributes: Attributes, textOf: TextOf, prefix = ''): Pairs {
  const pairs: Pairs = {}
  for (const [key, value] of Object.entries(attributes)) {
    const name = labelName(prefix + key)
    if (isMap(value)) Object.assign(pairs, flatten(value, textOf, `${name}_`))
    else pairs[name] = textOf(value)
  }
  return pairs
}

function isMap(value: unknown): value is Attributes {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  )
}

/** As Prometheus' otlptranslator spells a label. */
function labelName(name: string): string {
  const clean = name.replace(/[^a-zA-Z0-9_]/g, '_')
  if (/^[0-9]/.test(clean)) return `key_${clean}`
  return clean.startsWith('_') && !clean.startsWith('__') ? `key${clean}` : clean
}
