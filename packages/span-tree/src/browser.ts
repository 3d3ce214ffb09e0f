/**
 * What the page of `telemetry-backend` shares with contracts: text and comparison, without the files
 * and the waiting of the whole, which need Node. It is not published, since the page is bundled.
 */
export type { Merged } from './compare.ts'
export { diffTraces, sentencesOfTraces } from './diff-traces.ts'
export { printTrace } from './text/print-trace.ts'
