import type { Merged } from './compare.ts'
import { durationOf, sentencesOfTraces, type TraceDifference } from './diff-traces.ts'
import { printMerged } from './difference.ts'

export interface TraceDifferenceOptions {
  color?: boolean
  /** Whether to print the durations of both, side by side. */
  timing?: boolean
}

const legend = '- only in the first   + only in the second   > moved   ! different'

/** What differs in words, then both trees as one. */
export function printTraceDifference(
  difference: TraceDifference,
  { color, timing = false }: TraceDifferenceOptions = {},
): string {
  const sentences = sentencesOfTraces(difference.findings)
  const notes = timing
    ? (place: Merged) => [compareDurations(difference.spansAt(place))]
    : undefined
  const tree = printMerged(difference.merged, {
    ...(color !== undefined && { color }),
    ...(notes && { notes }),
  })
  if (sentences.length === 0) return [...(timing ? [...tree, ''] : []), sameTree].join('\n')
  const places = sentences.length === 1 ? 'one place' : `${sentences.length} places`
  const heading = `The second trace is not the first, in ${places}:`
  return [heading, ...sentences.map((s) => `  ${s}`), '', ...tree, '', `(${legend})`].join('\n')
}

const sameTree = 'Both traces are the same tree.'

function compareDurations({ first, second }: ReturnType<TraceDifference['spansAt']>): string {
  const before = first && durationOf(first)
  const after = second && durationOf(second)
  if (before === undefined || after === undefined) return inMs(before ?? after ?? 0)
  const ratio = before > 0 ? `, x${(after / before).toFixed(2)}` : ''
  return `${inMs(before)} -> ${inMs(after)} (${after < before ? '' : '+'}${inMs(after - before)}${ratio})`
}

function inMs(value: number): string {
  return `${value.toFixed(1)} ms`
}
