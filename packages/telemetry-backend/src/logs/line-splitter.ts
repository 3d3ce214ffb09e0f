const newline = 0x0a

/**
 * Splits bytes into lines. A chunk belongs to the splitter once it is pushed. The part without a
 * newline waits as bytes, because a chunk may end inside of a character. Of a line that is too
 * long, the beginning is given and marked as cut, and the rest is skipped.
 */
export class LineSplitter {
  readonly #maxBytes: number
  readonly #onLine: (text: string, cut: boolean) => void
  #waiting: Buffer[] = []
  #bytes = 0

  constructor(maxBytes: number, onLine: (text: string, cut: boolean) => void) {
    this.#maxBytes = maxBytes
    this.#onLine = onLine
  }

  push(chunk: Buffer): void {
    let from = 0
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      this.#keep(chunk.subarray(from, at))
      this.end()
      from = at + 1
    }
    this.#keep(chunk.subarray(from))
  }

  /** Gives what is waiting as a line: at a newline, or at the end of the bytes. */
  end(): void {
    const text = Buffer.concat(this.#waiting).toString('utf8').replace(/\r$/, '')
    const cut = this.#bytes > this.#maxBytes
    this.#waiting = []
    this.#bytes = 0
    if (text !== '') this.#onLine(text, cut)
  }

  #keep(part: Buffer): void {
    const room = Math.max(0, this.#maxBytes - this.#bytes)
    this.#bytes += part.length
    if (room > 0 && part.length > 0) this.#waiting.push(part.subarray(0, room))
  }
}
