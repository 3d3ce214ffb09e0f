/** Takes the nearest rank, which is one of the items, so that its trace can be opened. */
export function percentile<T>(sorted: T[], share: number): T | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
}
