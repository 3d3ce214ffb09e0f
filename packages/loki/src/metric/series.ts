import type { Labels } from '../log-store.ts'

/** A value for each point in time; undefined where there is none. NaN is one. */
export type Values = (number | undefined)[]

export interface Series {
  labels: Labels
  values: Values
}

export interface Grid {
  /** Unix nanoseconds, rising. */
  times: bigint[]
}

export function emptyValues({ times }: Grid): Values {
  return new Array(times.length).fill(undefined)
}
