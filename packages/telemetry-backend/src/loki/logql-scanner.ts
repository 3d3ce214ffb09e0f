import { unquote } from './go-string.ts'
import { LokiError } from './loki-error.ts'

const quoted = /"((?:[^"\\\n]|\\.)*)"|`([^`]*)`/y
/** The text of a query and how far it is read. */
export class LogqlScanner {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
    this.#skipSpace()
  }

  get rest(): string {
    return this.#text.slice(this.#at)
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length
  }

  /** The match at this place, which must be sticky (`y`), or undefined. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (!match) return undefined
    this.#at = pattern.lastIndex
    this.#skipSpace()
    return match
  }

  expect(pattern: RegExp, what: string): RegExpExecArray {
    const match = this.take(pattern)
    if (match) return match
    const found = this.atEnd ? 'the end of the query' : JSON.stringify(this.rest.slice(0, 20))
    throw this.error(`expected ${what}, got ${found}`)
  }

  string(): string {
    return unquote(this.expect(quoted, 'a text in "quotes" or `backticks`')[0])
  }

  error(message: string): LokiError {
    const before = this.#text.slice(0, this.#at).split('\n')
    const column = (before.at(-1)?.length ?? 0) + 1
    return new LokiError(`parse error at line ${before.length}, col ${column}: ${message}`)
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1
  }
}
