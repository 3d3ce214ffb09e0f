/**
 * What the page of `telemetry-backend` uses of this package: text and comparison, without files and
 * waiting, which need Node. The entry is not published, since the page is bundled.
 */
export type { Merged } from './compare.ts'
export { diffTraces, sentencesOfTraces } from './diff-traces.ts'
export { printTrace } from './text/print-trace.ts'
