export interface Place {
  /** The whole line that the problem is on. */
  source: string
  /** Both count from 1. */
  line: number
  column: number
}

/** A text that is no span tree: what was expected, what came, and a caret under the place. */
export class SpanTreeSyntaxError extends Error {
  override name = 'SpanTreeSyntaxError'
  readonly line: number
  readonly column: number
  readonly expected: string
  readonly got: string

  constructor(place: Place, expected: string, got: string) {
    const { source, line, column } = place
    const { shown, caret } = window(source, column - 1)
    // The indentation of the caret repeats tabs, so that it is right for every width of tabs.
    const indent = shown.slice(0, caret).replace(/[^\t]/g, ' ')
    const problem = `line ${line}, column ${column}: expected ${expected}, got ${got}`
    super(`${problem}\n\n${shown}\n${indent}^`)
    this.line = line
    this.column = column
    this.expected = expected
    this.got = got
  }
}

const widest = 200

/** A very long line is shown only around the place. */
function window(source: string, at: number): { shown: string; caret: number } {
  if (source.length <= widest) return { shown: source, caret: at }
  const from = Math.max(0, at - widest / 2)
  const to = from + widest
  const before = from > 0 ? '...' : ''
  const behind = to < source.length ? '...' : ''
  return { shown: before + source.slice(from, to) + behind, caret: at - from + before.length }
}
