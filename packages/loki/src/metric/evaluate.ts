import { type LogStore, streamKey } from '../log-store.ts'
import { aggregate, groupOf } from './aggregate.ts'
import { operate } from './operators.ts'
import { countRange } from './range.ts'
import { isScalar, type Metric } from './read-metric.ts'
import { emptyValues, type Grid, type Series } from './series.ts'

/** The series of a metric query at the points of the grid. */
export function evaluate(metric: Metric, store: LogStore, grid: Grid): Series[] {
  switch (metric.kind) {
    case 'range':
      return countRange(metric, store, grid)
    case 'aggregate':
      return evaluateAggregate(metric, store, grid)
    case 'binary':
      return combine(
        metric,
        evaluate(metric.left, store, grid),
        evaluate(metric.right, store, grid),
      )
    default:
      return [{ labels: {}, values: emptyValues(grid).fill(metric.value) }]
  }
}

/** A sum over lines is counted in its groups at once, as Loki does: fewer series, no rounding twice. */
function evaluateAggregate(
  metric: Extract<Metric, { kind: 'aggregate' }>,
  store: LogStore,
  grid: Grid,
): Series[] {
  const { op, of, grouping } = metric
  if (op === 'sum' && of.kind === 'range') {
    return countRange(of, store, grid, (labels) => groupOf(labels, grouping))
  }
  return aggregate(metric, evaluate(of, store, grid), grid)
}

type Binary = Extract<Metric, { kind: 'binary' }>

/** A number joins every series; two vectors meet where all their labels are equal. */
function combine(metric: Binary, left: Series[], right: Series[]): Series[] {
  const [number] = isScalar(metric.left) ? left : right
  if (isScalar(metric.left) && number) {
    return right.map((series) => pair(metric, number, series, series.labels))
  }
  if (isScalar(metric.right) && number) {
    return left.map((series) => pair(metric, series, number, series.labels))
  }
  const others = new Map(right.map((series) => [streamKey(series.labels), series]))
  return left.flatMap((series) => {
    const other = others.get(streamKey(series.labels))
    return other ? [pair(metric, series, other, series.labels)] : []
  })
}

function pair({ op, bool }: Binary, a: Series, b: Series, labels: Series['labels']): Series {
  const values = a.values.map((value, at) =>
    operate(op, { a: value, b: b.values[at] ?? Number.NaN, bool }),
  )
  return { labels, values }
}
