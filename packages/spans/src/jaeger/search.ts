import type { Trace } from '../model.ts'
import { isRecord, recordOf } from '../shape.ts'
import { expected } from '../shape-error.ts'
import { toRfc3339 } from '../time.ts'
import { askJaeger, isV3, type JaegerServer, notJaeger } from './ask.ts'
import { asJaeger } from './jaeger-error.ts'
import { JaegerError, readJaegerTraces, readJaegerV3 } from './read.ts'

export interface TraceSearch extends JaegerServer {
  service: string
  /** On the start of a span of that service; Unix nanoseconds. */
  start: bigint
  end: bigint
  limit: number
}

/** Whole traces in which the service takes part, the newest first as far as Jaeger sorts them. */
export async function searchTraces(search: TraceSearch): Promise<Trace[]> {
  const viaV3 = await askJaeger(search, `/api/v3/traces?${v3Query(search)}`)
  if (isV3(viaV3)) return orNone(() => readJaegerV3(viaV3))
  const path = `/api/traces?${v1Query(search)}`
  const viaV1 = await askJaeger(search, path)
  if (viaV1 === undefined) throw notJaeger(search, path)
  return orNone(() => readJaegerTraces(viaV1))
}

/** The names of all services that Jaeger has spans of. */
export async function listServices(server: JaegerServer): Promise<string[]> {
  const viaV3 = await askJaeger(server, '/api/v3/services')
  if (isRecord(viaV3) && 'services' in viaV3) return textsOf(viaV3.services, 'services')
  const viaV1 = await askJaeger(server, '/api/services')
  if (viaV1 === undefined) throw notJaeger(server, '/api/services')
  return asJaeger(() => textsOf(recordOf(viaV1, '').data ?? [], 'data'))
}

/** Jaeger 2.13 knows the first name of the limit only, later ones the second; both take snake case. */
export function v3Query({ service, start, end, limit }: Omit<TraceSearch, 'url'>): URLSearchParams {
  return new URLSearchParams({
    'query.service_name': service,
    'query.start_time_min': toRfc3339(start),
    'query.start_time_max': toRfc3339(end),
    'query.num_traces': String(limit),
    'query.search_depth': String(limit),
  })
}

function v1Query({ service, start, end, limit }: TraceSearch): URLSearchParams {
  const micros = { start: String(start / 1000n), end: String(end / 1000n) }
  return new URLSearchParams({ service, ...micros, limit: String(limit) })
}

/** v3 answers an empty search with 404. */
function orNone(read: () => Trace[]): Trace[] {
  try {
    return read()
  } catch (error) {
    if (error instanceof JaegerError && error.reason === 'not-found') return []
    throw error
  }
}

function textsOf(value: unknown, field: string): string[] {
  return asJaeger(() => {
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
    throw expected('a list of names', value, field)
  })
}
