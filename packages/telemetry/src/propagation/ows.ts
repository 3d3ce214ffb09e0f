/**
 * Without optional whitespace around it, which is spaces and tabs (RFC 9110, 5.6.3). `String.trim`
 * takes much more away, and a regular expression can need the square of the length.
 */
export function trimOws(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isOws(text.charCodeAt(from))) from++
  while (from < to && isOws(text.charCodeAt(to - 1))) to--
  return text.slice(from, to)
}

function isOws(code: number): boolean {
  return code === 0x20 || code === 0x09
}
