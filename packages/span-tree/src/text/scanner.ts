import { SpanTreeSyntaxError } from './syntax-error.ts'

/** A position in one line of text that moves to the right. */
export class Scanner {
  readonly source: string
  readonly line: number
  position = 0

  constructor(source: string, line: number) {
    this.source = source
    this.line = line
  }

  get done(): boolean {
    return this.position >= this.source.length
  }

  /** Whether spaces or the end come next. */
  get atGap(): boolean {
    return this.done || this.startsWith(' ')
  }

  startsWith(text: string): boolean {
    return this.source.startsWith(text, this.position)
  }

  skipSpaces(): number {
    const start = this.position
    while (this.startsWith(' ')) this.position++
    return this.position - start
  }

  /** Takes what the sticky pattern finds at this position, or nothing. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position
    const found = pattern.exec(this.source)?.[0]
    if (found !== undefined) this.position += found.length
    return found
  }

  takeText(text: string): boolean {
    const found = this.startsWith(text)
    if (found) this.position += text.length
    return found
  }

  expectText(text: string, what = `"${text}"`): void {
    if (!this.takeText(text)) this.fail(what)
  }

  /** Throws an error that says what was expected here, or at an earlier position. */
  fail(expected: string, position = this.position): never {
    const rest = this.source.slice(position).trimEnd()
    const shown = rest.length > 30 ? `${rest.slice(0, 27)}...` : rest
    const got = rest === '' ? 'the end of the line' : JSON.stringify(shown)
    const place = { source: this.source, line: this.line, column: position + 1 }
    throw new SpanTreeSyntaxError(place, expected, got)
  }
}
