import type { LokiParts } from '@onetrace/loki'
import type { Span } from '@onetrace/spans'
import type { ExportAnswer, ExportRequest } from '@onetrace/spans/otlp'
import type { Counters } from '../counters.ts'
import { noteRefusal, type Refusals, type Sender } from '../refusal.ts'
import type { MetricSenders } from './metric-senders.ts'

/** Takes one export and says what its sender is told, whichever door it came by. */
export type TakeExport = (request: ExportRequest, sender: Sender) => Promise<ExportAnswer>

export interface Signals {
  traces: TakeExport
  /** Absent where lines are kept elsewhere. */
  logs?: TakeExport
  metrics: TakeExport
}

export interface SignalStores {
  /** How many of them were refused, because their trace had left already. */
  addSpans(spans: Span[]): number
  /** Where lines are kept; absent where they are kept elsewhere. */
  lines: LokiParts | undefined
  metricSenders: MetricSenders
  counters: Counters
  refusals: Refusals
}

/** Loaded with the first export: what an idle process does not hold, it need not compile. */
const otlp = () => import('@onetrace/spans/otlp')

const why = 'their trace had left before they came: the backend keeps a bounded number'

/** What OTLP sends, the same over HTTP and gRPC. */
export function createSignals({ addSpans, lines, ...others }: SignalStores): Signals {
  const { counters, refusals } = others
  const counted =
    (take: TakeExport): TakeExport =>
    async (request, sender) => {
      const answer = await take(request, sender)
      if (answer.refused !== undefined) {
        counters.exportsRefused += 1
        noteRefusal(refusals, sender, answer.refused)
      }
      return answer
    }
  const traces = counted(async (request) => {
    const { answerExport } = await otlp()
    return answerExport(request, (all) => {
      const spans = addSpans(all)
      return spans > 0 ? { spans, why } : undefined
    })
  })
  const metrics = counted(metricsPast(others))
  return { traces, ...(lines && { logs: counted(logsInto(lines)) }), metrics }
}

function logsInto(lines: LokiParts): TakeExport {
  return async (request) => {
    const [{ answerSignal, decodeOtlpLogs }, { takeOtlpLogs }, { attributeText }] =
      await Promise.all([otlp(), import('@onetrace/loki/otlp'), import('@onetrace/spans')])
    return answerSignal(request, {
      rejectedName: 'rejectedLogRecords',
      take: (body) => {
        const logs = decodeOtlpLogs(body)
        const { refused, why } = takeOtlpLogs(logs, { ...lines, textOf: attributeText })
        return refused > 0 ? { count: refused, why } : undefined
      },
    })
  }
}

/**
 * Metrics are scraped here, and nothing of an export is kept. Jaeger answers 404 or UNIMPLEMENTED, which
 * makes an SDK with its defaults print an error every minute; the page says it once instead.
 */
function metricsPast({
  metricSenders,
  counters,
}: Pick<SignalStores, 'metricSenders' | 'counters'>): TakeExport {
  return async (request) => {
    const { answerSignal, decodeMetricResources } = await otlp()
    return answerSignal(request, {
      rejectedName: 'rejectedDataPoints',
      take: (body) => {
        metricSenders.add(decodeMetricResources(body))
        counters.metricExportsIgnored += 1
        return undefined
      },
    })
  }
}
