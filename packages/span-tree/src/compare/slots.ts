import type { SpanNode } from '@onetrace/spans'
import type { Line } from '../text/contract.ts'
import type { Alignment, Costs, Pair, Place } from './alignment.ts'

/** Room for one span of a line. */
export interface Slot {
  line: Line
  /** What it costs to leave it empty. */
  skip: number
}

/** There are no more slots than spans, since a line may ask for a million. */
export function slotsOf(costs: Costs, { line, min, max }: Place, spans: number): Slot[] {
  const skip = costs.missing(line)
  return Array.from({ length: Math.min(max, spans) }, (_, index) => ({
    line,
    skip: index < min ? skip : 0,
  }))
}

/** The pairs, with the lines and spans that they leave over. */
export function toAlignment(places: Place[], nodes: SpanNode[], pairs: Pair[]): Alignment {
  const paired = new Set(pairs.map(({ node }) => node))
  const counts = Map.groupBy(pairs, ({ line }) => line)
  const missing = places.map(({ line, min }) => ({
    line,
    times: min - (counts.get(line)?.length ?? 0),
  }))
  return {
    pairs,
    missing: missing.filter(({ times }) => times > 0),
    extra: nodes.filter((node) => !paired.has(node)),
  }
}
