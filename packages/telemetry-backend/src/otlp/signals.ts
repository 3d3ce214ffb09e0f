import type { LokiParts } from '@onetrace/loki'
import type { Span } from '@onetrace/spans'
import type { ExportAnswer, ExportRequest } from '@onetrace/spans/otlp'
import type { Counters } from '../counters.ts'

/** Takes one export and says what its sender is told, whichever door it came by. */
export type TakeExport = (request: ExportRequest) => Promise<ExportAnswer>

export interface Signals {
  traces: TakeExport
  /** Absent where lines are kept elsewhere. */
  logs?: TakeExport
}

export interface SignalStores {
  /** How many of them were refused, because their trace had left already. */
  addSpans(spans: Span[]): number
  /** Where lines are kept; absent where they are kept elsewhere. */
  lines: LokiParts | undefined
  counters: Counters
}

/** Loaded with the first export: what an idle process does not hold, it need not compile. */
const otlp = () => import('@onetrace/spans/otlp')

const why = 'their trace had left before they came: the backend keeps a bounded number'

/** What OTLP sends, the same over HTTP and gRPC. */
export function createSignals({ addSpans, lines, counters }: SignalStores): Signals {
  const counted =
    (take: TakeExport): TakeExport =>
    async (request) => {
      const answer = await take(request)
      if (answer.refused !== undefined) counters.exportsRefused += 1
      return answer
    }
  const traces = counted(async (request) => {
    const { answerExport } = await otlp()
    return answerExport(request, (all) => {
      const spans = addSpans(all)
      return spans > 0 ? { spans, why } : undefined
    })
  })
  return { traces, ...(lines && { logs: counted(logsInto(lines)) }) }
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
