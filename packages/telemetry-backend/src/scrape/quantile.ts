/**
 * The quantile of a histogram as Prometheus' `histogram_quantile` gives it: linear within a bucket,
 * and the last finite bound for what lies beyond it. Undefined without observations.
 *
 * @param bounds ascending
 * @param counts how many lie at or below each bound
 */
export function quantile(
  share: number,
  { bounds, counts }: { bounds: number[]; counts: number[] },
): number | undefined {
  const total = counts.at(-1) ?? 0
  if (!(total > 0)) return undefined
  const rank = share * total
  const at = counts.findIndex((count) => count >= rank)
  const upper = bounds[at] ?? Number.NaN
  const lower = bounds[at - 1] ?? 0
  if (upper === Number.POSITIVE_INFINITY) return lower
  const below = counts[at - 1] ?? 0
  const within = (counts[at] ?? 0) - below
  return within > 0 ? lower + ((upper - lower) * (rank - below)) / within : upper
}
