import { type Attributes, attributeText, Double, type Span } from '@onetrace/spans'
import type { Finding } from '../finding.ts'
import { secretIn, secretInText } from '../secret-patterns.ts'
import type { Subject } from '../subject.ts'
import { count, placesOf } from '../words.ts'

interface Leak {
  kind: string
  key: string
  service: string
  /** Without one it is a log line's. */
  span?: Span
}

/** Tokens, passwords and keys that everybody sees who may see a trace. */
export function checkSecrets({ nodes, logs, trace }: Subject): Finding[] {
  const inSpans = nodes.flatMap(({ span }) => leaksOf(span))
  const inLogs = logs.flatMap((line): Leak[] => {
    if (line.traceId !== undefined && line.traceId !== trace.traceId) return []
    const { service, message, fields } = line
    const kind = secretInText(`${message} ${JSON.stringify(fields)}`)
    return kind ? [{ kind, key: 'log lines', service }] : []
  })
  const byPlace = Map.groupBy([...inSpans, ...inLogs], ({ service, key, kind }) =>
    JSON.stringify([service, key, kind]),
  )
  return [...byPlace.values()].flatMap(describe)
}

function describe(leaks: Leak[]): Finding[] {
  const [first] = leaks
  if (!first) return []
  const { kind, key, service } = first
  const spans = leaks.flatMap(({ span }) => span ?? [])
  return [
    {
      check: 'secret',
      severity: 'error',
      what: `${kind} stands in ${key} of ${service}`,
      where: spans.length > 0 ? placesOf(spans) : count(leaks.length, 'log line'),
      cause: 'a header, a URL or a connection string was recorded as it is',
      cure: `redact ${key} where ${service} records it, and replace the secret: whoever reads traces has it`,
    },
  ]
}

function leaksOf(span: Span): Leak[] {
  const { service, name, attributes, events, resource, status } = span
  const texts = { 'the span name': name, 'the status message': status.message ?? '' }
  const places: Attributes[] = [texts, attributes, resource, ...events.map((e) => e.attributes)]
  return places.flatMap((place) =>
    Object.entries(place).flatMap(([key, value]): Leak[] => {
      const isNumber = typeof value === 'number' || value instanceof Double
      const kind = isNumber ? undefined : secretIn(key, attributeText(value))
      return kind ? [{ kind, key, service, span }] : []
    }),
  )
}
