import type { InternedText } from './interned-text.ts'

/** Bytes that are no protobuf. */
export class WireError extends Error {
  override name = 'WireError'
}

/** How far groups of unknown fields may nest. */
const deepestGroup = 64

/**
 * Protobuf's wire format over one body, https://protobuf.dev/programming-guides/encoding/
 *
 * A message is read by its caller: a loop over tags up to the end that `message` gave. It makes no
 * object for what lies between the bytes and what the caller wants, which is where a decoder that
 * works for all messages spends its time.
 */
export class WireReader {
  pos = 0
  readonly #bytes: Buffer
  readonly #view: DataView
  readonly #texts: InternedText

  constructor(body: Uint8Array, texts: InternedText) {
    this.#bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    this.#view = new DataView(body.buffer, body.byteOffset, body.byteLength)
    this.#texts = texts
  }

  /** Field number and wire type as they stand: `(number << 3) | type`. */
  tag(end: number): number {
    const tag = this.varint(end)
    if (tag >>> 3 === 0) throw new WireError(`field number 0 at byte ${this.pos}`)
    return tag
  }

  /** The lower 32 bits of a varint, unsigned. */
  varint(end: number): number {
    const first = this.#byte(end)
    if (first < 0x80) return first
    let value = first & 0x7f
    for (let shift = 7; shift < 70; shift += 7) {
      const byte = this.#byte(end)
      if (shift < 32) value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value >>> 0
    }
    throw new WireError(`a varint of more than ten bytes at byte ${this.pos}`)
  }

  int32(end: number): number {
    return this.varint(end) | 0
  }

  bool(end: number): boolean {
    return this.int64(end) !== 0
  }

  /** A number where it holds the value, else a bigint. */
  int64(end: number): number | bigint {
    let low = 0
    for (let factor = 1; factor < 2 ** 49; factor *= 128) {
      const byte = this.#byte(end)
      low += (byte & 0x7f) * factor
      if (byte < 0x80) return low
    }
    return this.#wide(BigInt(low), end)
  }

  /** What is left of an int64 behind its first seven bytes. */
  #wide(low: bigint, end: number): number | bigint {
    let value = low
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.#byte(end)
      value |= BigInt(byte & 0x7f) << shift
      if (byte >= 0x80) continue
      const signed = BigInt.asIntN(64, value)
      const number = Number(signed)
      return Number.isSafeInteger(number) ? number : signed
    }
    throw new WireError(`a varint of more than ten bytes at byte ${this.pos}`)
  }

  fixed32(end: number): number {
    return this.#view.getUint32(this.#step(4, end), true)
  }

  fixed64(end: number): bigint {
    return this.#view.getBigUint64(this.#step(8, end), true)
  }

  double(end: number): number {
    return this.#view.getFloat64(this.#step(8, end), true)
  }

  /** The end of the message, text or bytes that begin here. */
  message(end: number): number {
    const length = this.varint(end)
    if (length > end - this.pos) {
      throw new WireError(`${length} bytes announced at byte ${this.pos}, ${end - this.pos} there`)
    }
    return this.pos + length
  }

  text(end: number): string {
    return this.#textUntil(this.message(end))
  }

  /** What lies between here and `stop`, which `message` gave. */
  textTo(stop: number): string {
    return this.#textUntil(stop)
  }

  /** Bytes that are no UTF-8 become U+FFFD: some senders cut texts in the middle of a character. */
  #textUntil(stop: number): string {
    const from = this.pos
    this.pos = stop
    const known = this.#texts.find(this.#bytes, from, stop)
    if (known !== undefined) return known
    return this.#bytes.toString('utf8', from, stop)
  }

  /** A copy: a view would keep the whole body. */
  bytes(end: number): Uint8Array {
    const stop = this.message(end)
    const copy = new Uint8Array(this.#bytes.subarray(this.pos, stop))
    this.pos = stop
    return copy
  }

  /** Lower-case hex of what lies between here and `stop`. */
  hex(stop: number): string {
    const text = this.#bytes.toString('hex', this.pos, stop)
    this.pos = stop
    return text
  }

  skip(tag: number, end: number): void {
    let open = this.#skipOne(tag, end)
    while (open > 0) {
      if (open > deepestGroup) throw new WireError(`groups nested without end at byte ${this.pos}`)
      open += this.#skipOne(this.tag(end), end)
    }
    if (open < 0) throw new WireError(`the end of no group at byte ${this.pos}`)
  }

  /** 1 where it opened a group, -1 where it closed one. */
  #skipOne(tag: number, end: number): number {
    switch (tag & 7) {
      case 0:
        this.varint(end)
        return 0
      case 1:
        this.#step(8, end)
        return 0
      case 2:
        this.pos = this.message(end)
        return 0
      case 3:
        return 1
      case 4:
        return -1
      case 5:
        this.#step(4, end)
        return 0
      default:
        throw new WireError(`wire type ${tag & 7} at byte ${this.pos}`)
    }
  }

  #byte(end: number): number {
    if (this.pos >= end) throw new WireError(`it ends at byte ${end}, in the middle of a value`)
    const byte = this.#bytes[this.pos]
    this.pos += 1
    return byte ?? 0
  }

  #step(bytes: number, end: number): number {
    const from = this.pos
    if (bytes > end - from) throw new WireError(`it ends at byte ${end}, in the middle of a value`)
    this.pos = from + bytes
    return from
  }
}
