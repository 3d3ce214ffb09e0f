import type { Finding } from '../finding.ts'
import type { LogRecord } from '../logs/log-record.ts'
import type { Subject } from '../subject.ts'
import { type Advice, count, listed } from '../words.ts'

/** Log lines that name a span or a trace which is nowhere. */
export function checkLogsAstray(subject: Subject): Finding[] {
  return [...withoutSpan(subject), ...withoutTrace(subject)]
}

function withoutSpan({ logs, trace, byId, openCalls, cuts }: Subject): Finding[] {
  // A service of which nothing arrived is told once, at the call that reached it.
  const reached = openCalls.flatMap((call) => ('callee' in call ? (call.callee ?? []) : []))
  const told = new Set([...reached, ...cuts.map(({ service }) => service)])
  const astray = logs.filter(
    ({ traceId, spanId, service, ofDatabase }) =>
      traceId === trace.traceId &&
      spanId !== undefined &&
      !byId.has(spanId) &&
      !(ofDatabase ? told.size > 0 : told.has(service)),
  )
  return perService(astray).map(([service, lines]) => ({
    check: 'log-astray',
    severity: 'warning',
    what: `${count(lines.length, 'log line')} of ${service} ${lines.length === 1 ? 'names' : 'name'} a span that the trace does not hold`,
    where: `${example(lines)}, span ${listed(lines.slice(0, 3).flatMap(({ spanId }) => spanId ?? []))}`,
    ...whoseSpan(service, lines),
  }))
}

function whoseSpan(service: string, lines: LogRecord[]): Advice {
  if (lines.some(({ ofDatabase }) => ofDatabase)) {
    return {
      cause: `${service} ran a statement for a span that its client did not export`,
      cure: `look at the exporter and the dropped spans of the services that use ${service}`,
    }
  }
  return {
    cause: `${service} logged inside a span that was not exported`,
    cure: `look at the exporter and the dropped spans of ${service}`,
  }
}

/** A trace that nobody sampled is not there by right. */
function withoutTrace({ logs, absentTraces }: Subject): Finding[] {
  const absent = new Set(absentTraces)
  const astray = logs.filter(
    ({ traceId, traceFlags }) => traceId && absent.has(traceId) && ((traceFlags ?? 1) & 1) === 1,
  )
  return perService(astray).map(([service, lines]) => ({
    check: 'log-astray',
    severity: 'warning',
    what: `${count(lines.length, 'log line')} of ${service} ${lines.length === 1 ? 'names' : 'name'} a trace that does not exist`,
    where: `${example(lines)}, trace ${listed(lines.slice(0, 3).flatMap(({ traceId }) => traceId ?? []))}`,
    cause: `none of its spans arrived: the exporter of ${service} is off or fails, or the backend dropped the trace`,
    cure: `look at OTEL_TRACES_EXPORTER and the endpoint of ${service}, and at the backend's limits`,
  }))
}

function perService(lines: LogRecord[]): [string, LogRecord[]][] {
  return [...Map.groupBy(lines, ({ service }) => service)]
}

function example([line]: LogRecord[]): string {
  return JSON.stringify(line?.message.slice(0, 60) ?? '')
}
