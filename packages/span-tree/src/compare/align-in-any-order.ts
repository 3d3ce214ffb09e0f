import type { SpanNode } from '@onetrace/spans'
import type { Siblings } from '../text/contract.ts'
import { type Alignment, type Costs, isRenamed, type Place, toPlace } from './alignment.ts'
import { assign } from './assign.ts'
import { nameKey } from './heads.ts'
import { type Matching, matchInAnyOrder } from './match-in-any-order.ts'

/** Up to here all pairs of lines and spans are weighed; above, only those that match nothing. */
const few = 10

interface Context {
  matching: Matching
  costs: Costs
}

/**
 * Spans first go to lines of their own service and name. Only a span that is left over may stand
 * for a line with another name.
 */
export function alignInAnyOrder(
  context: Context,
  { lines, open }: Siblings,
  nodes: SpanNode[],
): Alignment {
  const { costs, matching } = context
  const places = Map.groupBy(lines.map(toPlace), ({ line }) => nameKey(line))
  const spans = Map.groupBy(nodes, ({ span }) => nameKey(span))
  const names = [...new Set([...places.keys(), ...spans.keys()])]
  const parts = names.map((name) =>
    alignAlike(context, places.get(name) ?? [], spans.get(name) ?? []),
  )
  const pairs = parts.flatMap((part) => part.pairs)
  const missing = parts.flatMap((part) => part.missing)
  const extra = parts.flatMap((part) => part.extra)
  if (open || missing.length === 0 || extra.length === 0) return { pairs, missing, extra }

  const pair: Costs['pair'] = (line, node) =>
    isRenamed(line, node) ? costs.pair(line, node) : Number.POSITIVE_INFINITY
  const left = missing.map(({ line, times }) => ({ line, min: times, max: times }))
  const renamed = assign({ ...costs, pair }, matching.classes, left, extra)
  return { ...renamed, pairs: pairs.concat(renamed.pairs) }
}

/** Aligns places and spans of one service and name. */
function alignAlike({ matching, costs }: Context, places: Place[], nodes: SpanNode[]): Alignment {
  const { classes } = matching
  if (places.length <= few && nodes.length <= few) return assign(costs, classes, places, nodes)
  const found = matchInAnyOrder(matching, places, nodes)
  const rest = assign(costs, classes, remaining(places, found), found.extra)
  return { ...rest, pairs: found.pairs.concat(rest.pairs) }
}

function remaining(places: Place[], { pairs }: Alignment): Place[] {
  const taken = Map.groupBy(pairs, ({ line }) => line)
  return places.flatMap(({ line, min, max }) => {
    const count = taken.get(line)?.length ?? 0
    return max > count ? [{ line, min: Math.max(0, min - count), max: max - count }] : []
  })
}
