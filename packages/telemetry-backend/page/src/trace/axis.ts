/** The stretch of the trace that the timeline shows, in milliseconds. */
export interface Range {
  from: number
  to: number
}

/** Where a moment lies in the range: 0 is its left edge, 100 its right. */
export function percent(range: Range, at: number): number {
  const width = range.to - range.from
  return width > 0 ? ((at - range.from) / width) * 100 : 0
}

/** Round times for the axis (1, 2 or 5 times a power of ten), at most `most` of them. */
export function ticks(range: Range, most: number): number[] {
  const width = range.to - range.from
  if (!(width > 0)) return [range.from]
  const step = roundStep(width / most)
  const first = Math.ceil(range.from / step)
  const count = Math.floor(range.to / step) - first + 1
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

/** The text of a mark, with as many digits as tell it from its neighbors. */
export function tickLabel(range: Range, at: number, most: number): string {
  if (at === 0) return '0'
  const [unit, size] = range.to < 1 ? ['µs', 0.001] : range.to < 1000 ? ['ms', 1] : ['s', 1000]
  const step = roundStep((range.to - range.from) / most) / size
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  return `${(at / size).toFixed(digits)} ${unit}`
}

function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return ([1, 2, 5].find((factor) => factor * power >= least) ?? 10) * power
}
