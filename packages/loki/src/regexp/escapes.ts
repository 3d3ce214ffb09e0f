import type { Source } from './source.ts'

const quotation = /\\Q([\s\S]*?)(?:\\E|$)/y
const codePoint = /\\x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))|\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/y
const property = /\\([pP])(?:\{(\^?)(\w+)\}|([A-Z]))/y
const simple = /\\([\s\S])/y

/** JavaScript's `\s` knows Unicode and `\v`, RE2's does not. */
const space = '\\t\\n\\f\\r '
const outside: Record<string, string> = {
  s: `[${space}]`,
  S: `[^${space}]`,
  A: '(?<![\\s\\S])',
  z: '(?![\\s\\S])',
  b: '\\b',
  B: '\\B',
}
const inside: Record<string, string> = { s: space }
const shared: Record<string, string> = {
  d: '\\d',
  D: '\\D',
  w: '\\w',
  W: '\\W',
  t: '\\t',
  n: '\\n',
  r: '\\r',
  f: '\\f',
  v: '\\v',
  a: '\\x07',
}

/** What follows a backslash, outside of a class or in one. */
export function readEscape(source: Source, { inClass = false } = {}): string {
  const quoted = inClass ? undefined : source.take(quotation)
  if (quoted) return [...(quoted[1] ?? '')].map(escapeLiteral).join('')
  const code = source.take(codePoint)
  if (code) return codeOf(code, source)
  const unicode = source.take(property)
  if (unicode) return propertyOf(unicode)
  const letter = source.take(simple)?.[1]
  if (letter === undefined) throw source.error('trailing backslash at end of expression')
  const known = shared[letter] ?? (inClass ? inside : outside)[letter]
  if (known !== undefined) return known
  if (/[A-Za-z0-9]/.test(letter)) throw source.error(`invalid escape sequence \\${letter}`)
  return escapeLiteral(letter)
}

function codeOf([, braced, two, octal]: RegExpExecArray, source: Source): string {
  const value = octal ? Number.parseInt(octal, 8) : Number.parseInt(braced ?? two ?? '', 16)
  if (value > 0x10ffff) throw source.error('invalid escape sequence')
  return `\\u{${value.toString(16)}}`
}

/** A category (`L`, `Lu`) or a script (`Greek`). */
function propertyOf([, sign = 'p', not, name, letter = '']: RegExpExecArray): string {
  const negated = (sign === 'P') !== (not === '^')
  const value = name ?? letter
  const script = value.length > 2 ? `Script=${value}` : value
  return `\\${negated ? 'P' : 'p'}{${script}}`
}

function escapeLiteral(character: string): string {
  return /[\w\s]/.test(character) ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`
}
