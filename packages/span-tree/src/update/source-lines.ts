import type { Contract, Line } from '../text/contract.ts'
import { parseWithPlaces, splitLines } from '../text/parse.ts'

/** How a line of a contract was written, so that it can be written in the same way again. */
export interface Source {
  /** The line without its indentation, but with the comment behind it. */
  text: string
  /** Comments and blank lines above it, and comments below it, without indentation. */
  above: string[]
  below: string[]
}

export interface SourceLines {
  contract: Contract
  sourceOf(line: Line): Source
}

/** A comment belongs to the line below it, or, when it is indented more, to the line above it. */
export function readSourceLines(text: string): SourceLines {
  const { contract, places } = parseWithPlaces(text)
  const rows = splitLines(text)
  const sources = new Map<Line, Source>()
  let before: Source | undefined
  let next = 0
  for (const [line, at] of places) {
    const row = rows[at] ?? ''
    const comments = rows.slice(next, at).filter(isComment)
    const own = comments.findIndex((comment) => indentOf(comment) <= indentOf(row))
    const split = before ? (own < 0 ? comments.length : own) : 0
    before?.below.push(...comments.slice(0, split).map(trim))
    before = { text: trim(row), above: comments.slice(split).map(trim), below: [] }
    sources.set(line, before)
    next = at + 1
  }
  before?.below.push(...rows.slice(next).filter(isComment).map(trim).filter(Boolean))
  return { contract, sourceOf: (line) => sources.get(line) ?? { text: '', above: [], below: [] } }
}

/** `in order` and `...` count as neither comment nor line here, since the contract has them. */
function isComment(row: string): boolean {
  return /^\s*(#|$)/.test(row)
}

function indentOf(row: string): number {
  return row.length - row.trimStart().length
}

function trim(row: string): string {
  return row.trim()
}
