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
    // The caret's own indentation repeats tabs, so that it stands right wherever tabs stop.
    const indent = source.slice(0, column - 1).replace(/[^\t]/g, ' ')
    const problem = `line ${line}, column ${column}: expected ${expected}, got ${got}`
    super(`${problem}\n\n${source}\n${indent}^`)
    this.line = line
    this.column = column
    this.expected = expected
    this.got = got
  }
}
