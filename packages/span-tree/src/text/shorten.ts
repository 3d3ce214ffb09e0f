/** Shortens long texts for people to read. */

export function shorten(text: string, longest: number): string {
  return window(text, 0, longest)
}

/** Shortens two texts so that they can be told apart: long ones begin just before they differ. */
export function shortenBoth(a: string, b: string, longest: number): [a: string, b: string] {
  if (Math.max(a.length, b.length) <= longest) return [a, b]
  const from = Math.max(0, commonLength(a, b) - Math.floor(longest / 4))
  return [window(a, from, longest), window(b, from, longest)]
}

function window(text: string, from: number, longest: number): string {
  const shown = text.slice(from, from + longest)
  return `${from > 0 ? '...' : ''}${shown}${from + longest < text.length ? '...' : ''}`
}

function commonLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}
