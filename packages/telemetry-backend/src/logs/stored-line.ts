import { readLine } from '@onetrace/trace-doctor/logs'
import type { LogLine } from '../store/log-store.ts'
import { nowNano } from '../time.ts'

/**
 * Makes of a followed line what Promtail's stages would make of it: few labels, and the ids as
 * metadata. A line that is no JSON object is kept as it is, under the name of its file.
 */
export function toStoredLine(text: string, fileName: string): LogLine & { plain: boolean } {
  const { plain, time, level, service, traceId, spanId } = readLine(text)
  return {
    text,
    plain,
    time: time ?? nowNano(),
    labels: {
      job: 'onetrace',
      service_name: service?.slice(0, 128) ?? fileName,
      ...(isLabel(level) && { level }),
    },
    metadata: { ...id('trace_id', traceId), ...id('span_id', spanId) },
  }
}

/**
 * A label must have few values, so an unknown level is no label: it would make a stream of its own.
 */
function isLabel(level: string | undefined): level is string {
  return level !== undefined && /^[a-z]{1,12}$/i.test(level)
}

function id(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value.slice(0, 64) }
}
