import { plural } from './format.ts'
import type { Loss } from './net/api.ts'

export type LossPlace = 'traces' | 'logs'

const words: Record<LossPlace, [Loss, (count: number) => string][]> = {
  traces: [
    ['tracesEvicted', (count) => `${plural(count, 'older trace')} made room for newer ones`],
    ['spansLate', (count) => `${plural(count, 'span')} came after the trace had left`],
    [
      'exportsRefused',
      (count) => `${plural(count, 'export')} could not be read and ${were(count)} refused`,
    ],
    ['packetsRefused', (count) => `${plural(count, 'datagram')} held no spans`],
    ['remotePollsFailed', (count) => `${plural(count, 'question')} to Jaeger failed`],
  ],
  logs: [
    ['logLinesEvicted', (count) => `${plural(count, 'older line')} made room for newer ones`],
    ['logLinesRefused', (count) => `${plural(count, 'line')} ${were(count)} refused by a limit`],
    ['logLinesCut', (count) => `${plural(count, 'line')} ${were(count)} too long and cut`],
  ],
}

const were = (count: number) => (count === 1 ? 'was' : 'were')

/** Said once to who pushes metrics: an SDK does unless it is told otherwise. */
export function metricsNote(senders: string[]): string | undefined {
  if (senders.length === 0) return undefined
  const push = senders.length === 1 ? 'pushes' : 'push'
  return `Metrics are scraped here, not pushed: those that ${senders.join(', ')} ${push} are not kept. OTEL_METRICS_EXPORTER=none stops the sending.`
}

/** What was lost here, and why, so that nobody looks for it; undefined when nothing was lost. */
export function lossesIn(counters: Record<Loss, number>, place: LossPlace): string | undefined {
  const said = words[place].flatMap(([loss, say]) =>
    counters[loss] > 0 ? [say(counters[loss])] : [],
  )
  return said.length > 0 ? `Since this backend started ${said.join(', ')}.` : undefined
}
