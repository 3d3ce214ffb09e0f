import { unquote } from '../go-string.ts'

export interface LogfmtPairs {
  /** In the order of the line; a key may come twice. */
  pairs: [key: string, value: string][]
  /** The last error, in the words of Loki's decoder. */
  error?: string
}

/**
 * The pairs of a logfmt line, as Loki's decoder finds them. A text that is no pair is skipped up to
 * the next space; with `strict` it ends the line.
 */
export function scanLogfmt(line: string, { strict }: { strict: boolean }): LogfmtPairs {
  const found: LogfmtPairs = { pairs: [] }
  for (let at = afterSpaces(line, 0); at < line.length; at = afterSpaces(line, at)) {
    const step = scanPair(line, at)
    if ('error' in step) {
      found.error = `logfmt syntax error at pos ${bytesBefore(line, step.errorAt) + 1} : ${step.error}`
      if (strict) return found
    } else found.pairs.push([step.key, step.value])
    at = step.next
  }
  return found
}

type Step =
  | { key: string; value: string; next: number }
  | { error: string; errorAt: number; next: number }

/** Each character below `!` counts as a space. */
const wordEnd = /[="]|[^!-\uffff]|$/g
const quoted = /"(?:[^"\\]|\\[\s\S])*"/y

function scanPair(line: string, start: number): Step {
  const end = indexOf(wordEnd, line, start)
  const key = line.slice(start, end)
  const stop = line[end]
  if (stop === '"' || key === '') return unexpected(line, end)
  if (stop !== '=') return { key, value: '', next: end }
  if (line[end + 1] === '"') return scanQuoted(line, { key, at: end + 1 })
  const next = indexOf(wordEnd, line, end + 1)
  if (line[next] === '=' || line[next] === '"') return unexpected(line, next)
  return { key, value: line.slice(end + 1, next), next }
}

function scanQuoted(line: string, { key, at }: { key: string; at: number }): Step {
  quoted.lastIndex = at
  const [literal] = quoted.exec(line) ?? []
  if (literal !== undefined) return { key, value: unquote(literal), next: at + literal.length }
  const { length } = line
  return { error: 'unterminated quoted value', errorAt: length, next: length }
}

function unexpected(line: string, at: number): Step {
  const error = `unexpected '${line[at] ?? ''}'`
  return { error, errorAt: at, next: indexOf(space, line, at) }
}

const space = /[^!-\uffff]|$/g
const noSpace = /[!-\uffff]|$/g

function afterSpaces(line: string, from: number): number {
  return indexOf(noSpace, line, from)
}

function indexOf(pattern: RegExp, line: string, from: number): number {
  pattern.lastIndex = from
  return pattern.exec(line)?.index ?? line.length
}

function bytesBefore(line: string, at: number): number {
  return Buffer.byteLength(line.slice(0, at))
}
