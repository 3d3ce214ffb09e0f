import { streamKey } from '../log-store.ts'
import { LokiError } from '../loki-error.ts'
import type { QueryView } from '../query-view.ts'
import { evaluate } from './evaluate.ts'
import { isScalar, type Metric } from './metric.ts'
import type { Grid, Series } from './series.ts'
import { isFold } from './vector-operators.ts'

/** The default of Loki's setting max_query_series. */
const maxSeries = 500

/** The result of `query_range`. */
export function answerMatrix(metric: Metric, view: QueryView, grid: Grid) {
  const seconds = grid.times.map(toSeconds)
  const result = bounded(evaluate(metric, view, grid)).map(({ labels, values }) => ({
    metric: labels,
    values: seconds.flatMap((time, at) => {
      const value = values[at]
      return value === undefined ? [] : [[time, toText(value)]]
    }),
  }))
  const filled = result.filter(({ values }) => values.length > 0)
  return { resultType: 'matrix', result: sorted(filled) }
}

/** The result of `query`: the grid has one point. */
export function answerVector(metric: Metric, view: QueryView, grid: Grid) {
  const time = toSeconds(grid.times[0] ?? 0n)
  const series = bounded(evaluate(metric, view, grid))
  const [first] = series
  if (isScalar(metric) && first) {
    return { resultType: 'scalar', result: [time, toText(first.values[0] ?? 0)] }
  }
  const result = series.flatMap(({ labels, values: [value] }) =>
    value === undefined ? [] : [{ metric: labels, value: [time, toText(value)] }],
  )
  return { resultType: 'vector', result: isOrdered(metric) ? result : sorted(result) }
}

function bounded(series: Series[]): Series[] {
  if (series.length <= maxSeries) return series
  throw new LokiError(
    `maximum number of series (${maxSeries}) reached for a single query; consider reducing query cardinality by adding more specific stream selectors, reducing the time range, or aggregating results with functions like sum(), count() or topk()`,
  )
}

/** Whether the order counts: topk and the like give the best series first. */
function isOrdered(metric: Metric): boolean {
  return metric.kind === 'aggregate' && !isFold(metric.op)
}

function sorted<T extends { metric: Series['labels'] }>(items: T[]): T[] {
  const keyed = items.map((item) => ({ item, key: streamKey(item.metric) }))
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item)
}

function toSeconds(nano: bigint): number {
  return Number(nano / 1_000_000n) / 1000
}

/** Writes a float as Go does, without an exponent. */
function toText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  const [, sign = '', whole = '', fraction = '', power] =
    /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(String(value)) ?? []
  if (power === undefined) return String(value)
  const digits = whole + fraction
  const point = Number(power) + whole.length
  return sign + (point > 0 ? digits.padEnd(point, '0') : `0.${'0'.repeat(-point)}${digits}`)
}
