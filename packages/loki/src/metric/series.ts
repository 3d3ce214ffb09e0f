import type { Labels } from '../log-store.ts'

export type { Labels }

/** A value for each point in time; NaN where there is none. */
export interface Series {
  labels: Labels
  values: Float64Array
}

export interface Grid {
  /** Unix nanoseconds, rising. */
  times: bigint[]
}

export function emptyValues({ times }: Grid): Float64Array {
  return new Float64Array(times.length).fill(Number.NaN)
}
