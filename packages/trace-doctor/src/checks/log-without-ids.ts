import type { SpanNode } from '@onetrace/spans'
import type { Finding } from '../finding.ts'
import type { LogRecord } from '../logs/log-record.ts'
import type { Subject } from '../subject.ts'
import { count, placeOf } from '../words.ts'

/**
 * Lines that a service wrote during a request without saying which. Not every such line belongs to
 * it: a service also starts, polls and drains. It counts where the service wrote no line with this
 * trace's id at all, or where it names a value that only this request has.
 */
export function checkLogsWithoutIds(subject: Subject): Finding[] {
  const servers = subject.nodes.filter(({ span }) => span.kind === 'server')
  const anonymous = subject.logs.filter((line) => line.traceId === undefined)
  const byService = Map.groupBy(servers, ({ span }) => span.service)
  return [...byService].flatMap(([service, nodes]) => {
    const own = subject.logs.filter((line) => line.service === service)
    const speaks = own.some(({ traceId }) => traceId === subject.trace.traceId)
    const during = anonymous.filter(
      (line) => line.service === service && nodes.some((node) => isDuring(line, node)),
    )
    const ids = speaks ? idsOf(nodes) : undefined
    const lines = ids ? during.filter((line) => namesOne(line, ids)) : during
    return describe(service, nodes, lines)
  })
}

function describe(service: string, nodes: SpanNode[], lines: LogRecord[]): Finding[] {
  const [line] = lines
  const span = line && nodes.find((node) => isDuring(line, node))?.span
  if (!line || !span) return []
  return [
    {
      check: 'log-without-ids',
      severity: 'warning',
      what: `${count(lines.length, 'log line')} of ${service} inside a request without trace_id`,
      where: `${JSON.stringify(line.message.slice(0, 60))} during ${placeOf(span)}`,
      cause: `${service} logs through a logger that adds no ids, or where the context was lost (a callback, an event emitter)`,
      cure: 'log through the logger whose mixin adds trace_id and span_id, inside of the active context',
    },
  ]
}

/** Lines are timed in whole milliseconds, rounded down. */
function isDuring({ time }: LogRecord, { span }: SpanNode): boolean {
  return time >= span.startTime - 1_000_000n && time <= span.endTime
}

/** Values long enough to be nobody else's. */
function idsOf(nodes: SpanNode[]): string[] {
  const texts = nodes.flatMap(({ span }) => Object.values(span.attributes))
  return texts
    .filter((value) => typeof value === 'string')
    .flatMap(
      (text) => text.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,}/gi) ?? [],
    )
}

function namesOne({ message, fields }: LogRecord, ids: string[]): boolean {
  const text = `${message} ${JSON.stringify(fields)}`
  return ids.some((id) => text.includes(id))
}
