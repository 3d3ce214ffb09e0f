import { isRecord, leafOf, listOf, type Raw, recordOf, textOf } from '../shape.ts'
import { summarize, type TraceSummary } from '../summary.ts'
import { askJaeger, type JaegerServer } from './ask.ts'
import { asJaeger } from './jaeger-error.ts'
import { listServices, searchTraces, v3Query } from './search.ts'

export interface SummaryRequest extends JaegerServer {
  /** Without it, of all services. */
  service?: string | undefined
  start: bigint
  end: bigint
  limit: number
}

/**
 * The newest first. Asks for summaries, which Jaeger has since 2.19 and gives for one service; an
 * older one is asked for whole traces.
 */
export async function fetchSummaries(request: SummaryRequest): Promise<TraceSummary[]> {
  const services = request.service ? [request.service] : await listServices(request)
  const found = await Promise.all(services.map((service) => summariesOf({ ...request, service })))
  const unique = new Map(found.flat().map((summary) => [summary.traceId, summary]))
  return [...unique.values()].sort(byNewest).slice(0, request.limit)
}

async function summariesOf(request: SummaryRequest & { service: string }): Promise<TraceSummary[]> {
  const answer = await askJaeger(request, `/api/v3/trace-summaries?${v3Query(request)}`)
  if (isRecord(answer) && 'summaries' in answer) {
    return asJaeger(() => listOf(recordOf(answer, ''), 'summaries', readSummary))
  }
  return (await searchTraces(request)).map(summarize)
}

function readSummary(raw: Raw): TraceSummary {
  return {
    traceId: textOf(raw, 'traceId').padStart(32, '0'),
    service: textOf(raw, 'rootServiceName'),
    name: textOf(raw, 'rootOperationName'),
    start: readTime(raw, 'minStartTimeUnixNano'),
    end: readTime(raw, 'maxEndTimeUnixNano'),
    spans: readCount(raw, 'spanCount'),
    errors: readCount(raw, 'errorSpanCount'),
    services: listOf(raw, 'services', (service) => textOf(service, 'name')),
  }
}

function byNewest(a: TraceSummary, b: TraceSummary): number {
  return a.start < b.start ? 1 : -Number(a.start > b.start)
}

function readTime(raw: Raw, field: string): bigint {
  return leafOf(raw, field, (value) => (/^\d+$/.test(String(value)) ? BigInt(String(value)) : 0n))
}

/** Protobuf's JSON leaves a zero out. */
function readCount(raw: Raw, field: string): number {
  return leafOf(raw, field, (value) => Number(value ?? 0))
}
