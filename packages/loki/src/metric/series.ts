import type { Labels } from '../log-store.ts'

/** A value for each point in time, which may be NaN; undefined where there is none. */
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
