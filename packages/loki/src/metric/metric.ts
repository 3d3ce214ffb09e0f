import type { Labels } from '../log-store.ts'
import type { LogQuery } from '../logql/log-query.ts'
import type { Grouping } from './grouping.ts'
import type { Matching } from './matching.ts'
import type { SetOperator, ValueOperator } from './operators.ts'
import type { RangeOp } from './range-operators.ts'
import type { VectorOp } from './vector-operators.ts'

/** A metric query, read. */
export type Metric =
  | RangeMetric
  | AggregateMetric
  | BinaryMetric
  | SetMetric
  | ReplaceMetric
  | Value

/** Something about the lines in a window before each point. */
export interface RangeMetric {
  kind: 'range'
  op: RangeOp
  query: LogQuery
  /** The label whose numbers are the samples; else it is the lines, or their bytes. */
  unwrapped?: string
  /** Of quantile_over_time. */
  parameter: number
  grouping?: Grouping
  /** Of absent_over_time: what it says is not there. */
  absent: Labels
  /** Nanoseconds. */
  range: bigint
  offset: bigint
}

export interface AggregateMetric {
  kind: 'aggregate'
  op: VectorOp
  /** Of topk and bottomk. */
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

/** A number, not a vector: it joins every series. */
export function isScalar(metric: Metric): boolean {
  if (metric.kind === 'binary') return isScalar(metric.left) && isScalar(metric.right)
  return metric.kind === 'scalar'
}
