import { LokiError } from '../loki-error.ts'

/** The text of a regular expression and how far it is read. */
export class Source {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length
  }

  at(prefix: string): boolean {
    return this.#text.startsWith(prefix, this.#at)
  }

  skip(length: number): void {
    this.#at += length
  }

  /** The match at this place, which must be sticky (`y`), or undefined. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match) this.#at = pattern.lastIndex
    return match ?? undefined
  }

  /** One character as it is, whole even when it is two units of UTF-16. */
  literal(before = ''): string {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0)
    this.#at += character.length
    return before + character
  }

  error(reason: string): LokiError {
    const whole = JSON.stringify(this.#text)
    return new LokiError(`error parsing regexp: ${reason}, at position ${this.#at} of ${whole}`)
  }
}
