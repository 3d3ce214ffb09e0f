/**
 * Takes optional whitespace, that is spaces and tabs, from both ends (RFC 9110, 5.6.3).
 * `String.trim` would take much more, and a regular expression may need a time that grows with the
 * square of the length.
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
