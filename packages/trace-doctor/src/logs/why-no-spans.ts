import type { LogRecord } from './log-record.ts'

const sampled = 1

/**
 * Why a trace has no spans, as far as its log lines know: services write them whether spans are
 * recorded or not. Undefined without a line that tells.
 */
export function whyNoSpans(lines: readonly LogRecord[]): string | undefined {
  const telling = lines.filter(({ traceFlags }) => traceFlags !== undefined)
  if (telling.length === 0) return undefined
  return `${reasonIn(telling)}; ${lines.length} log ${lines.length === 1 ? 'line has' : 'lines have'} its id`
}

function reasonIn(lines: readonly LogRecord[]): string {
  if (lines.some(({ traceFlags = 0 }) => traceFlags & sampled)) {
    return 'its spans were to be recorded, and are lost or still on their way'
  }
  // To the services behind it the one that decided is a caller, so its own word counts.
  const decided = lines.find(({ fields }) => fields.notSampledBy === 'sampler')
  if (decided) return `not sampled: ${decided.service} decided so by its sampler`
  const isCallers = lines.some(({ fields }) => fields.notSampledBy === 'caller')
  return isCallers ? 'the caller said: not sampled' : 'not sampled'
}
