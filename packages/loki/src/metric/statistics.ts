export function average(values: number[]): number {
  return sum(values) / values.length
}

/**
 * The mean, computed step by step as Prometheus does over time, so that no sum can get too large.
 */
export function runningMean(values: number[]): number {
  let mean = 0
  for (const [at, value] of values.entries()) mean += value / (at + 1) - mean / (at + 1)
  return mean
}

/** The variance of a whole population, that is divided by n. */
export function variance(values: number[]): number {
  let center = 0
  let squares = 0
  for (const [at, value] of values.entries()) {
    const distance = value - center
    center += distance / (at + 1)
    squares += distance * (value - center)
  }
  return squares / values.length
}

/** It interpolates linearly between two values, as Prometheus does. */
export function quantile(q: number, values: number[]): number {
  if (Number.isNaN(q)) return Number.NaN
  if (q < 0) return Number.NEGATIVE_INFINITY
  if (q > 1) return Number.POSITIVE_INFINITY
  const sorted = values.toSorted((a, b) => a - b)
  const rank = q * (sorted.length - 1)
  const below = sorted[Math.floor(rank)] ?? Number.NaN
  const above = sorted[Math.ceil(rank)] ?? Number.NaN
  const share = rank - Math.floor(rank)
  return share === 0 ? below : below * (1 - share) + above * share
}

export function sum(values: number[]): number {
  return values.reduce((a, b) => a + b, 0)
}

/** The least value; NaN only if all values are NaN. */
export function least(values: number[]): number {
  return values.reduce((a, b) => (b < a || Number.isNaN(a) ? b : a))
}

export function greatest(values: number[]): number {
  return values.reduce((a, b) => (b > a || Number.isNaN(a) ? b : a))
}
