interface Timed {
  time: bigint
  text: string
}

/** The lines of a stream by their time, since each line that comes is first searched here. */
export class TimeIndex<Line extends Timed> {
  /** Most times have a single line, and a list for each would cost more than all the rest. */
  readonly #lines = new Map<bigint, Line | Line[]>()

  has({ time, text }: Timed): boolean {
    const there = this.#lines.get(time)
    if (Array.isArray(there)) return there.some((line) => line.text === text)
    return there?.text === text
  }

  add(line: Line): void {
    const there = this.#lines.get(line.time)
    if (Array.isArray(there)) there.push(line)
    else this.#lines.set(line.time, there ? [there, line] : line)
  }

  remove(line: Line): void {
    const there = this.#lines.get(line.time)
    const others = Array.isArray(there) ? there.filter((other) => other !== line) : []
    if (others.length > 0) this.#lines.set(line.time, others)
    else this.#lines.delete(line.time)
  }
}
