export interface RetrySettings {
  /** The delay after a first failure; each further failure doubles it. */
  baseMs: number
  maxMs: number
  maxAttempts: number
}

/**
 * What becomes of a message after this failed attempt: the delay before the next one, or undefined
 * when it was the last. Half of the delay is chance, so that messages that failed together do not
 * all come back together.
 */
export function delayAfter(
  attempt: number,
  { baseMs, maxMs, maxAttempts }: RetrySettings,
  random: () => number = Math.random,
): number | undefined {
  if (attempt >= maxAttempts) return undefined
  const most = Math.min(maxMs, baseMs * 2 ** (attempt - 1))
  return Math.round(most * (0.5 + random() / 2))
}
