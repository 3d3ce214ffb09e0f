import { TemplateError } from './values.ts'

const maxLength = 1024 * 1024
const maxSteps = 100_000

/**
 * What a template writes for one line. It is limited, since nested loops could take all memory and
 * time.
 */
export class Output {
  readonly #pieces: string[] = []
  #length = 0
  #steps = 0

  write(text: string): void {
    this.#length += text.length
    if (this.#length > maxLength) {
      throw new TemplateError(`expected at most ${maxLength} characters of one line`)
    }
    this.#pieces.push(text)
  }

  step(): void {
    this.#steps += 1
    if (this.#steps > maxSteps) throw new TemplateError(`expected at most ${maxSteps} steps a line`)
  }

  toString(): string {
    return this.#pieces.join('')
  }
}
