import { RE2JS, RE2JSException } from 're2js'
import { LokiError } from './loki-error.ts'

export type Test = (text: string) => boolean

/**
 * A regular expression in Go's syntax, which is RE2's: matched in a time that grows with the text
 * alone, whatever the pattern. https://github.com/google/re2/wiki/Syntax
 */
export function compile(pattern: string, place = ''): RE2JS {
  try {
    return RE2JS.compile(pattern)
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause
    throw new LokiError(`parse error : ${place}${cause.message}`, { cause }) // as Go says it
  }
}

/** What the named groups hold where the pattern is met first; undefined where it is not. */
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

/** For lines: the pattern may be met anywhere in them. */
export function findsIn(pattern: string, place = ''): Test {
  const compiled = compile(pattern, place)
  const [, fold] = plainWords.exec(pattern) ?? []
  if (fold === undefined) return (text) => compiled.test(text)
  const words = new RegExp(pattern.slice(fold.length), fold ? 'iu' : 'u')
  return (text) => words.test(text)
}

/** For label values: the pattern meets all of it. Loki lets `.` match a newline in them. */
export function meetsWhole(pattern: string): Test {
  compile(pattern) // an error shows the pattern as given; re2js writes the flag in front of it
  const compiled = RE2JS.compile(pattern, RE2JS.DOTALL)
  return (text) => compiled.testExact(text)
}

const word = String.raw`(?:[\w "':,;=<>@#%&~!/-]|\\[.+*?()|[\]{}^$/]|\\d)+`
const words = `${word}(?:\\|${word})*`
const group = String.raw`\((?:\?:)?${words}\)(?:${word})?`
const part = `(?:${word}(?:${group})?|${group})`

/**
 * What people type most, as `error`, `(?i)timeout|refused`, `status=(4|5)\d\d`: RE2 and JavaScript read
 * it alike, nothing repeats, so nothing can backtrack, and JavaScript's own search is ten times
 * as fast over lines as re2js' automaton.
 */
const plainWords = new RegExp(String.raw`^((?:\(\?i\))?)${part}(?:\|${part})*$`)
