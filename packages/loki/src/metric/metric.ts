import type { Labels } from '../log-store.ts'
import type { LogQuery } from '../logql/log-query.ts'
import type { Grouping } from './grouping.ts'
import type { Matching } from './matching.ts'
import type { SetOperator, ValueOperator } from './operators.ts'
import type { RangeOp } from './range-operators.ts'
import type { VectorOp } from './vector-operators.ts'

/** A metric query that has been read. */
export type Metric =
  | RangeMetric
  | AggregateMetric
  | BinaryMetric
  | SetMetric
  | ReplaceMetric
  | Value

/** A value of the lines in a window before each point. */
export interface RangeMetric {
  kind: 'range'
  op: RangeOp
  query: LogQuery
  /** The label whose numbers are the samples. Without it, lines or their bytes are counted. */
  unwrapped?: string
  /** The parameter of quantile_over_time. */
  parameter: number
  grouping?: Grouping
  /** The labels that absent_over_time gives when there are no lines. */
  absent: Labels
  /** Nanoseconds. */
  range: bigint
  offset: bigint
}

export interface AggregateMetric {
  kind: 'aggregate'
  op: VectorOp
  /** The parameter of topk and bottomk. */
  k: number
  grouping: Grouping
  of: Metric
}

interface Sides {
  matching: Matching
  left: Metric
  right: Metric
}

export type BinaryMetric = Sides & { kind: 'binary'; op: ValueOperator; bool: boolean }

export type SetMetric = Sides & { kind: 'set'; op: SetOperator }

/** label_replace */
export interface ReplaceMetric {
  kind: 'replace'
  of: Metric
  /** The value of the target for that of the source; undefined leaves the series as it is. */
  replace: (value: string) => string | undefined
  source: string
  target: string
}

export interface Value {
  kind: 'scalar' | 'vector'
  value: number
}

/** Whether it is a plain number, which is combined with every series. */
export function isScalar(metric: Metric): boolean {
  if (metric.kind === 'binary') return isScalar(metric.left) && isScalar(metric.right)
  return metric.kind === 'scalar'
}
