import { greatest, least, quantile, runningMean, sum, variance } from './statistics.ts'

interface Kind {
  /** Whether it takes lines, numbers out of them (`unwrap`), or both. */
  takes: 'lines' | 'samples' | 'both'
  /** The samples are added up, so a window's value comes from running totals. */
  adds?: true
  perSecond?: true
  bytes?: true
  /** `by` and `without` may follow. */
  groups?: true
  fold?: (values: number[], parameter: number) => number
}

const kinds = {
  rate: { takes: 'both', adds: true, perSecond: true },
  count_over_time: { takes: 'lines', adds: true },
  bytes_rate: { takes: 'lines', adds: true, perSecond: true, bytes: true },
  bytes_over_time: { takes: 'lines', adds: true, bytes: true },
  sum_over_time: { takes: 'samples', adds: true },
  avg_over_time: { takes: 'samples', groups: true, fold: runningMean },
  min_over_time: { takes: 'samples', groups: true, fold: least },
  max_over_time: { takes: 'samples', groups: true, fold: greatest },
  first_over_time: { takes: 'samples', groups: true, fold: (values) => values[0] ?? Number.NaN },
  last_over_time: { takes: 'samples', groups: true, fold: (values) => values.at(-1) ?? Number.NaN },
  stddev_over_time: {
    takes: 'samples',
    groups: true,
    fold: (values) => Math.sqrt(variance(values)),
  },
  stdvar_over_time: { takes: 'samples', groups: true, fold: variance },
  quantile_over_time: {
    takes: 'samples',
    groups: true,
    fold: (values, q) => quantile(q, values),
  },
  absent_over_time: { takes: 'both' },
} satisfies Record<string, Kind>

export type RangeOp = keyof typeof kinds

export function isRangeOp(op: string): op is RangeOp {
  return Object.hasOwn(kinds, op)
}

export function kindOf(op: RangeOp): Kind {
  return kinds[op]
}

/** The value of a window of samples, which has at least one. */
export type OverWindow = (from: number, to: number) => number

export function overWindows(op: RangeOp, samples: number[], parameter: number): OverWindow {
  const { adds, fold } = kindOf(op)
  if (fold) return (from, to) => fold(samples.slice(from, to), parameter)
  const totals = adds && samples.every(Number.isInteger) ? runningTotals(samples) : undefined
  if (!totals) return (from, to) => sum(samples.slice(from, to))
  return (from, to) => (totals[to] ?? 0) - (totals[from] ?? 0)
}

/** The sum of a window is one subtraction of these totals, which is exact for whole numbers. */
function runningTotals(samples: number[]): number[] {
  const totals = [0]
  for (const sample of samples) totals.push((totals.at(-1) ?? 0) + sample)
  return totals
}
