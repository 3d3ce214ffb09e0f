import { average, greatest, least, sum, variance } from './statistics.ts'

/** The operators that make one value of a group. */
export const folds = {
  sum,
  min: least,
  max: greatest,
  avg: average,
  count: (values: number[]) => values.length,
  stddev: (values: number[]) => Math.sqrt(variance(values)),
  stdvar: variance,
}

const orders = ['topk', 'bottomk', 'sort', 'sort_desc'] as const

export type Fold = keyof typeof folds
export type VectorOp = Fold | (typeof orders)[number]

export function isVectorOp(op: string): op is VectorOp {
  return isFold(op) || (orders as readonly string[]).includes(op)
}

export function isFold(op: string): op is Fold {
  return Object.hasOwn(folds, op)
}
