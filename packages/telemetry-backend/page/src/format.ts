/** `52 µs`, `0.4 ms`, `38 ms`, `1.24 s`, `2 min 3 s`: as many digits as the eye can use. */
export function formatDuration(ms: number): string {
  if (ms <= 0) return '0 ms'
  if (ms < 0.0995) return `${Math.max(1, Math.round(ms * 1000))} µs`
  if (ms < 9.95) return `${trim(ms.toFixed(1))} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_995) return `${trim((ms / 1000).toFixed(2))} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** `12 /s`, `1.5 /s`, `14.4 /min`: a slow service is told by the minute. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 9.95) return `${Math.round(perSecond).toLocaleString('en')} /s`
  if (perSecond >= 0.995) return `${trim(perSecond.toFixed(1))} /s`
  return `${trim((perSecond * 60).toFixed(1))} /min`
}

/** Of a part that is not nothing, never `0 %`. */
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

function trim(number: string): string {
  return number.replace(/\.?0+$/, '')
}
