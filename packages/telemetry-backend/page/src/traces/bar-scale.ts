/**
 * How long a bar's full width stands for: the longest trace that is no outlier. One slow trace
 * must not press all others into dots; its own bar is cut off instead.
 */
export function barScale(durations: number[]): number {
  const sorted = durations.toSorted((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  return sorted.findLast((duration) => duration <= 4 * median) ?? 0
}
