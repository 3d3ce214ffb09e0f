import { readEscape } from './escapes.ts'
import type { Source } from './source.ts'

/** POSIX names, which JavaScript lacks. */
const posix: Record<string, string> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
}
const named = /\[:(\^?)(\w+):\]/y
const opening = /\[\^?/y

/** `[a-z]`, `[^[:alpha:]_]`, `[]x]` */
export function readClass(source: Source): string {
  let result = source.take(opening)?.[0] ?? ''
  for (let first = true; first || !source.at(']'); first = false) {
    if (source.atEnd) throw source.error('missing closing ]')
    result += readItem(source)
  }
  source.skip(1)
  return `${result}]`
}

function readItem(source: Source): string {
  const name = source.take(named)
  if (name) return posixOf(name, source)
  if (source.at('\\')) return readEscape(source, { inClass: true })
  return source.at('[') || source.at(']') || source.at('/')
    ? source.literal('\\')
    : source.literal()
}

function posixOf([, not, name = '']: RegExpExecArray, source: Source): string {
  const range = Object.hasOwn(posix, name) ? posix[name] : undefined
  if (range === undefined) throw source.error(`invalid character class range [:${name}:]`)
  if (not) throw source.error(`[:^${name}:] is not supported by this backend`)
  return range
}
