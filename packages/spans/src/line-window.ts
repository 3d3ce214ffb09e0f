import type { Span } from './model.ts'

const day = 86_400_000_000_000n
/** Of the year 2000: what is said to be older has no time, or one in another unit. */
const earliest = 946_684_800_000_000_000n
/** Loki refuses to look through more, by default 721 hours. */
const longest = 30n * day

export interface LineWindow {
  /** Unix nanoseconds. */
  from: bigint
  to: bigint
}

/**
 * When the log lines of these spans were written, with some time around. A span without a time, or
 * with one that cannot be, does not count: Loki refuses a window that begins before 1970, ends after
 * 2262 or is decades long. Where no span counts it is the day until now.
 */
export function lineWindow(
  spans: Pick<Span, 'startTime' | 'endTime'>[],
  { now, around }: { now: bigint; around: bigint },
): LineWindow {
  let first = now + day
  let last = 0n
  for (const time of spans.flatMap(({ startTime, endTime }) => [startTime, endTime])) {
    if (time < earliest || time > now + day) continue
    if (time < first) first = time
    if (time > last) last = time
  }
  if (last === 0n) return { from: now - day, to: now + around }
  const [from, to] = [first - around, last + around]
  return { from: to - from > longest ? to - longest : from, to }
}
