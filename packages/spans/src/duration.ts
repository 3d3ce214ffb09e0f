import type { Span } from './model.ts'

/** Nanoseconds; none where the end lies before the start. */
export function durationOf({ startTime, endTime }: Pick<Span, 'startTime' | 'endTime'>): bigint {
  return endTime > startTime ? endTime - startTime : 0n
}
