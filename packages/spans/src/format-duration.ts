/** `52 µs`, `0.4 ms`, `38 ms`, `1.24 s`, `2 min 3 s`: as many digits as the eye can use. */
export function formatDuration(ms: number): string {
  if (ms <= 0) return '0 ms'
  if (ms < 0.0995) return `${Math.max(1, Math.round(ms * 1000))} µs`
  if (ms < 9.95) return `${withoutZeros(ms.toFixed(1))} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_995) return `${withoutZeros((ms / 1000).toFixed(2))} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

export function withoutZeros(number: string): string {
  return number.replace(/\.?0+$/, '')
}
