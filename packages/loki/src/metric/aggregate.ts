import { streamKey } from '../log-store.ts'
import type { Grouping, Metric, VectorOp } from './read-metric.ts'
import { emptyValues, type Grid, type Labels, type Series } from './series.ts'

type Aggregate = Extract<Metric, { kind: 'aggregate' }>

/** `sum by (a) (...)`, `topk(3, ...)` */
export function aggregate({ op, k, grouping }: Aggregate, series: Series[], grid: Grid): Series[] {
  const groups = Map.groupBy(series, ({ labels }) => streamKey(groupOf(labels, grouping)))
  return [...groups.values()].flatMap((members) => {
    if (op === 'topk' || op === 'bottomk') return rank(members, { k, sign: op === 'topk' ? -1 : 1 })
    return fold(members, { op, labels: groupOf(members[0]?.labels ?? {}, grouping), grid })
  })
}

export function groupOf(labels: Labels, { without, labels: names }: Grouping): Labels {
  const kept = Object.entries(labels).filter(([name]) => names.includes(name) !== without)
  return Object.fromEntries(kept)
}

const folds: Record<Exclude<VectorOp, 'topk' | 'bottomk'>, (values: number[]) => number> = {
  sum: (values) => values.reduce((a, b) => a + b, 0),
  min: (values) => values.reduce((a, b) => Math.min(a, b)),
  max: (values) => values.reduce((a, b) => Math.max(a, b)),
  avg: (values) => values.reduce((a, b) => a + b, 0) / values.length,
  count: (values) => values.length,
}

function fold(
  members: Series[],
  { op, labels, grid }: { op: keyof typeof folds; labels: Labels; grid: Grid },
): Series {
  const values = emptyValues(grid)
  for (const at of values.keys()) {
    const present = presentAt(members, at).map(({ values }) => values[at] ?? Number.NaN)
    if (present.length > 0) values[at] = folds[op](present)
  }
  return { labels, values }
}

/** Each point keeps its own k: a series may be among them at times. */
function rank(members: Series[], { k, sign }: { k: number; sign: number }): Series[] {
  const kept = members.map((series) => ({
    from: series,
    to: series.values.slice().fill(Number.NaN),
  }))
  const points = members[0]?.values.length ?? 0
  for (let at = 0; at < points; at++) {
    const present = kept.filter(({ from }) => !Number.isNaN(from.values[at]))
    present.sort((a, b) => sign * ((a.from.values[at] ?? 0) - (b.from.values[at] ?? 0)))
    for (const { from, to } of present.slice(0, k)) to[at] = from.values[at] ?? Number.NaN
  }
  const ranked = kept.map(({ from, to }) => ({ labels: from.labels, values: to }))
  return ranked.sort((a, b) => sign * ((a.values[0] ?? 0) - (b.values[0] ?? 0)))
}

function presentAt(members: Series[], at: number): Series[] {
  return members.filter(({ values }) => !Number.isNaN(values[at]))
}
