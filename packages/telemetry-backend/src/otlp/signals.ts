import type { Span } from '@onetrace/spans'
import type { ExportAnswer, ExportRequest } from '@onetrace/spans/otlp'
import type { Counters } from '../counters.ts'

/** Takes one export and says what its sender is told, whichever door it came by. */
export type TakeExport = (request: ExportRequest) => Promise<ExportAnswer>

export interface Signals {
  traces: TakeExport
}

export interface SignalStores {
  /** How many of them were refused, because their trace had left already. */
  addSpans(spans: Span[]): number
  counters: Counters
}

/** Loaded with the first export: what an idle process does not hold, it need not compile. */
const otlp = () => import('@onetrace/spans/otlp')

const why = 'their trace had left before they came: the backend keeps a bounded number'

/** What OTLP sends, the same over HTTP and gRPC. */
export function createSignals({ addSpans, counters }: SignalStores): Signals {
  const counted = async (taking: Promise<ExportAnswer>) => {
    const answer = await taking
    if (answer.refused !== undefined) counters.exportsRefused += 1
    return answer
  }
  const traces: TakeExport = async (request) => {
    const { answerExport } = await otlp()
    return answerExport(request, (all) => {
      const spans = addSpans(all)
      return spans > 0 ? { spans, why } : undefined
    })
  }
  return { traces: (request) => counted(traces(request)) }
}
