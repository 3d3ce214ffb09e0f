/** Longer texts are statements and stack traces, which come in too many forms. */
const longest = 64
const slots = 4096

interface Known {
  text: string
  bytes: Uint8Array
}

/**
 * Attribute names, span names, routes: the same few ASCII texts in every span. Each is decoded once
 * and is then one string wherever it stands, which saves the time and the memory of the others.
 * A table of a fixed size, in which a text drives out what had its slot.
 */
export class InternedText {
  readonly #known: (Known | undefined)[] = new Array(slots).fill(undefined)

  /** Undefined for a text that is too long or not ASCII. */
  find(bytes: Buffer, from: number, to: number): string | undefined {
    const length = to - from
    if (length > longest) return undefined
    let hash = length
    let all = 0
    for (let at = from; at < to; at++) {
      const byte = bytes[at] ?? 0
      hash = Math.imul(hash ^ byte, 0x01000193)
      all |= byte
    }
    if (all >= 0x80) return undefined
    const slot = (hash ^ (hash >>> 15)) & (slots - 1)
    const known = this.#known[slot]
    if (known !== undefined && isSame(known.bytes, bytes, from, length)) return known.text
    return this.#remember(slot, bytes.subarray(from, to))
  }

  #remember(slot: number, bytes: Buffer): string {
    const text = bytes.toString('latin1')
    this.#known[slot] = { text, bytes: new Uint8Array(bytes) }
    return text
  }
}

function isSame(known: Uint8Array, bytes: Buffer, from: number, length: number): boolean {
  if (known.length !== length) return false
  for (let at = 0; at < length; at++) if (known[at] !== bytes[from + at]) return false
  return true
}
