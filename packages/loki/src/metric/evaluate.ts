import { streamKey } from '../log-store.ts'
import type { QueryView } from '../query-view.ts'
import { aggregate, groupOf } from './aggregate.ts'
import { operate } from './operators.ts'
import { countRange } from './range.ts'
import { isScalar, type Metric } from './read-metric.ts'
import { emptyValues, type Grid, type Series } from './series.ts'

/** The series of a metric query at the points of the grid. */
export function evaluate(metric: Metric, view: QueryView, grid: Grid): Series[] {
  switch (metric.kind) {
    case 'range':
      return countRange(metric, view, grid)
    case 'aggregate':
      return evaluateAggregate(metric, view, grid)
    case 'binary':
      return combine(metric, evaluate(metric.left, view, grid), evaluate(metric.right, view, grid))
    default:
      return [{ labels: {}, values: emptyValues(grid).fill(metric.value) }]
  }
}

/** A sum over lines is counted in its groups at once, as Loki does: fewer series, no rounding twice. */
function evaluateAggregate(
  metric: Extract<Metric, { kind: 'aggregate' }>,
  view: QueryView,
  grid: Grid,
): Series[] {
  const { op, of, grouping } = metric
  if (op === 'sum' && of.kind === 'range') {
    return countRange(of, view, grid, (labels) => groupOf(labels, grouping))
  }
  return aggregate(metric, evaluate(of, view, grid), grid)
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
