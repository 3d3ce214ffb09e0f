import { RE2JS, RE2JSException } from 're2js'
import { LokiError } from './loki-error.ts'

export type Test = (text: string) => boolean

/**
 * A regular expression in Go's syntax, which is that of RE2. The time to match it grows only with
 * the text, for every pattern. https://github.com/google/re2/wiki/Syntax
 */
export function compile(pattern: string, place = ''): RE2JS {
  try {
    return RE2JS.compile(pattern)
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause
    throw new LokiError(`parse error : ${place}${cause.message}`, { cause }) // the words are Go's
  }
}

/** The values of the named groups at the first match; undefined without a match. */
export function groupsIn(pattern: RE2JS, text: string): RegExpExecArray['groups'] {
  return (pattern.exec(text) as RegExpExecArray | null)?.groups
}

/** `$1`, `${1}`, `$name` and `$$` in a replacement, as Go's Expand has them. */
export function expand(template: string, match: (string | undefined)[]): string {
  const { groups = {} } = match as RegExpExecArray
  return template.replaceAll(/\$(?:\$|\{(\w+)\}|(\w+))/g, (_, braced, plain) => {
    const name: string | undefined = braced ?? plain
    if (name === undefined) return '$'
    return (/^\d+$/.test(name) ? match[Number(name)] : groups[name]) ?? ''
  })
}

/** For lines, in which the pattern may match anywhere. */
export function findsIn(pattern: string, place = ''): Test {
  const compiled = compile(pattern, place)
  const [, fold] = plainWords.exec(pattern) ?? []
  if (fold === undefined) return (text) => compiled.test(text)
  const words = new RegExp(pattern.slice(fold.length), fold ? 'iu' : 'u')
  return (text) => words.test(text)
}

/**
 * For label values, which the pattern must match as a whole. Loki lets `.` match a newline there.
 */
export function meetsWhole(pattern: string): Test {
  compile(pattern) // so that an error shows the pattern as given, without the flag below
  const compiled = RE2JS.compile(pattern, RE2JS.DOTALL)
  return (text) => compiled.testExact(text)
}

const word = String.raw`(?:[\w "':,;=<>@#%&~!/-]|\\[.+*?()|[\]{}^$/]|\\d)+`
const words = `${word}(?:\\|${word})*`
const group = String.raw`\((?:\?:)?${words}\)(?:${word})?`
const part = `(?:${word}(?:${group})?|${group})`

/**
 * Patterns that people type most, such as `error`, `(?i)timeout|refused`, `status=(4|5)\d\d`. RE2
 * and JavaScript read them alike, and nothing in them repeats, so nothing can backtrack.
 * JavaScript's own search is ten times as fast over lines as re2js' automaton.
 */
const plainWords = new RegExp(String.raw`^((?:\(\?i\))?)${part}(?:\|${part})*$`)
