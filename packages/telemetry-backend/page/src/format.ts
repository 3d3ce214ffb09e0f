import { withoutZeros as trim } from '@onetrace/spans'

export { formatDuration } from '@onetrace/spans'

/** `12 /s`, `1.5 /s`, `14.4 /min`: low rates are given for a minute. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 9.95) return `${Math.round(perSecond).toLocaleString('en')} /s`
  if (perSecond >= 0.995) return `${trim(perSecond.toFixed(1))} /s`
  return `${trim((perSecond * 60).toFixed(1))} /min`
}

/** A percentage; a part above zero is never shown as `0 %`. */
export function formatShare(part: number): string {
  if (part < 0.001) return '< 0.1 %'
  return `${part < 0.0995 ? trim((part * 100).toFixed(1)) : Math.round(part * 100)} %`
}

/** The time of day in the reader's zone, to the millisecond. */
export function formatTime(ns: bigint): string {
  const date = new Date(Number(ns / 1_000_000n))
  const two = (n: number) => String(n).padStart(2, '0')
  const millis = String(date.getMilliseconds()).padStart(3, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${millis}`
}

export function plural(count: number, word: string): string {
  return `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`
}

export function shortId(traceId: string): string {
  return traceId.length > 16 ? `${traceId.slice(0, 8)}…${traceId.slice(-4)}` : traceId
}
