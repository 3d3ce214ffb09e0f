/**
 * The duration for which a bar's full width stands: that of the longest trace that is no outlier.
 * One slow trace must not make all other bars too short to see, so its own bar is cut off.
 */
export function barScale(durations: number[]): number {
  const sorted = durations.toSorted((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  return sorted.findLast((duration) => duration <= 4 * median) ?? 0
}
