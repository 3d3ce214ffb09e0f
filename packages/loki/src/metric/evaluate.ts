import { ownValue } from '../log-store.ts'
import type { QueryView } from '../query-view.ts'
import { aggregate } from './aggregate.ts'
import { join } from './matching.ts'
import {
  type AggregateMetric,
  type BinaryMetric,
  isScalar,
  type Metric,
  type ReplaceMetric,
} from './metric.ts'
import { operate } from './operators.ts'
import { evaluateRange } from './range.ts'
import { emptyValues, type Grid, type Series } from './series.ts'
import { combineSets } from './set-operators.ts'

/** The series of a metric query at the points of the grid. */
export function evaluate(metric: Metric, view: QueryView, grid: Grid): Series[] {
  const read = (part: Metric) => evaluate(part, view, grid)
  switch (metric.kind) {
    case 'range':
      return evaluateRange(metric, view, { grid })
    case 'aggregate':
      return evaluateAggregate(metric, view, grid)
    case 'binary':
      return combine(metric, read(metric.left), read(metric.right))
    case 'set': {
      const sides = { left: read(metric.left), right: read(metric.right) }
      return combineSets(metric.op, sides, metric.matching)
    }
    case 'replace':
      return read(metric.of).map((series) => replaceLabel(series, metric))
    default:
      return [{ labels: {}, values: emptyValues(grid).fill(metric.value) }]
  }
}

/**
 * A sum over lines is counted directly by group, as in Loki: fewer series, and rounded only once.
 */
function evaluateAggregate(metric: AggregateMetric, view: QueryView, grid: Grid): Series[] {
  const { op, of, grouping } = metric
  if (op === 'sum' && of.kind === 'range' && !of.unwrapped && of.op !== 'absent_over_time') {
    return evaluateRange(of, view, { grid, within: grouping })
  }
  return aggregate(metric, evaluate(of, view, grid), grid)
}

/**
 * A number is combined with every series; series of two vectors are combined where their labels
 * match.
 */
function combine(metric: BinaryMetric, left: Series[], right: Series[]): Series[] {
  const { op, bool, matching } = metric
  const scalars = { left: isScalar(metric.left), right: isScalar(metric.right) }
  if (!scalars.left && !scalars.right) {
    return join({ left, right, matching, operate: (a, b) => operate(op, { a, b, bool }) })
  }
  const [number] = scalars.left ? left : right
  const scalar = number?.values[0] ?? Number.NaN
  // A comparison of two numbers cannot filter, so it gives 0 or 1.
  const always01 = bool || (scalars.left && scalars.right)
  const withScalar = (value: number) =>
    scalars.left
      ? operate(op, { a: scalar, b: value, bool: always01, kept: value })
      : operate(op, { a: value, b: scalar, bool: always01 })
  return (scalars.left ? right : left).map(({ labels, values }) => ({
    labels,
    values: values.map((value) => (value === undefined ? undefined : withScalar(value))),
  }))
}

function replaceLabel(series: Series, { source, target, replace }: ReplaceMetric): Series {
  const value = replace(ownValue(series.labels, source) ?? '')
  if (value === undefined) return series
  const { [target]: _, ...others } = series.labels
  return { ...series, labels: value === '' ? others : { ...others, [target]: value } }
}
