import { type Labels, streamKey } from '../log-store.ts'
import { groupOf } from './grouping.ts'
import type { AggregateMetric } from './metric.ts'
import { emptyValues, type Grid, type Series } from './series.ts'
import { type Fold, folds, isFold } from './vector-operators.ts'

/** `sum by (a) (...)`, `topk(3, ...)`, `sort(...)` */
export function aggregate(
  { op, k, grouping }: AggregateMetric,
  series: Series[],
  grid: Grid,
): Series[] {
  if (op === 'sort' || op === 'sort_desc') return ordered(series, op === 'sort' ? 1 : -1)
  const groups = Map.groupBy(series, ({ labels }) => streamKey(groupOf(labels, grouping)))
  return [...groups.values()].flatMap((members) => {
    if (!isFold(op)) return rank(members, { k, sign: op === 'topk' ? -1 : 1 })
    return fold(members, { op, labels: groupOf(members[0]?.labels ?? {}, grouping), grid })
  })
}

function fold(
  members: Series[],
  { op, labels, grid }: { op: Fold; labels: Labels; grid: Grid },
): Series {
  const values = emptyValues(grid)
  for (const at of values.keys()) {
    const present = members.flatMap(({ values }) => values[at] ?? [])
    if (present.length > 0) values[at] = folds[op](present)
  }
  return { labels, values }
}

/** Each point keeps its own k values, so a series may have values at some points only. */
function rank(members: Series[], { k, sign }: { k: number; sign: number }): Series[] {
  const kept = members.map((series) => ({
    from: series,
    to: series.values.map((): number | undefined => undefined),
  }))
  const points = members[0]?.values.length ?? 0
  for (let at = 0; at < points; at++) {
    const present = kept.filter(({ from }) => from.values[at] !== undefined)
    present.sort((a, b) => compare(a.from.values[at], b.from.values[at], sign))
    for (const { from, to } of present.slice(0, k)) to[at] = from.values[at]
  }
  const ranked = kept.map(({ from, to }) => ({ labels: from.labels, values: to }))
  return ordered(ranked, sign)
}

/** Orders series by their first value, which is the only one when a single moment is asked for. */
function ordered(series: Series[], sign: number): Series[] {
  return series.toSorted((a, b) => compare(a.values[0], b.values[0], sign))
}

/** NaN and missing values come last in both directions. */
function compare(a = Number.NaN, b = Number.NaN, sign = 1): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return sign * (a - b)
}
