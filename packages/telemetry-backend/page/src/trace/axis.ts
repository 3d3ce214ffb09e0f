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

function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return ([1, 2, 5].find((factor) => factor * power >= least) ?? 10) * power
}
