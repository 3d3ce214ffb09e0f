const escapes: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}
const escapeSequence = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([0-7]{3})|(.))/gi

/** A string literal of Go: "with escapes" or `as it is`. */
export function unquote(literal: string): string {
  const inside = literal.slice(1, -1)
  return literal.startsWith('`') ? inside : inside.replace(escapeSequence, readEscape)
}

function readEscape(_: string, hex?: string, utf16?: string, utf32?: string, ...rest: string[]) {
  const [octal, other = ''] = rest
  if (octal) return String.fromCodePoint(Number.parseInt(octal, 8))
  const code = hex ?? utf16 ?? utf32
  if (!code) return escapes[other] ?? other
  const point = Number.parseInt(code, 16)
  return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd'
}
