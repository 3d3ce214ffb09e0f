import { isRecord } from '../shape.ts'
import { toTraceId } from '../trace-id.ts'
import { askJaeger } from './ask.ts'
import type { TraceRequest } from './fetch-trace.ts'

/**
 * The ids of other traces with a span that links to this one. Nothing where the server does not
 * tell: Jaeger knows the links that leave a trace and not those that lead to it.
 */
export async function fetchLinkingIds(request: TraceRequest): Promise<string[] | undefined> {
  const traceId = toTraceId(request.traceId)
  const answer = await askJaeger(request, `/api/onetrace/links/${traceId}`)
  if (!isRecord(answer) || !Array.isArray(answer.links)) return undefined
  const ids = answer.links.flatMap((link: unknown) =>
    isRecord(link) && typeof link.traceId === 'string' ? [link.traceId] : [],
  )
  return [...new Set(ids)].filter((id) => id !== traceId)
}
