/** The nearest rank: an item that is there, so that its trace can be opened. */
export function percentile<T>(sorted: T[], share: number): T | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
}
