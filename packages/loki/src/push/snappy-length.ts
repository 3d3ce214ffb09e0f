/**
 * How many bytes a snappy block inflates to; undefined when the block is not complete. It is
 * checked first, because the decompressor runs forever on a literal of negative length, and accepts
 * a block that was cut. https://github.com/google/snappy/blob/main/format_description.txt
 */
export function snappyLength(block: Uint8Array): number | undefined {
  const { value: promised, next } = readVarint(block)
  let at = next
  let made = 0
  while (at < block.length) {
    const { size, skip } = readElement(block, at)
    made += size
    at += skip
  }
  return at === block.length && made === promised ? promised : undefined
}

function readVarint(block: Uint8Array): { value: number; next: number } {
  let value = 0
  for (let at = 0; at < 5; at++) {
    const byte = block[at] ?? 0x80
    value += (byte & 0x7f) * 2 ** (7 * at)
    if (byte < 0x80) return { value, next: at + 1 }
  }
  return { value: -1, next: 0 }
}

/** If `skip` leads past the end, the block was cut. */
function readElement(block: Uint8Array, at: number): { size: number; skip: number } {
  const tag = block[at] ?? 0
  const kind = tag & 3
  if (kind === 1) return { size: ((tag >> 2) & 7) + 4, skip: 2 }
  if (kind > 1) return { size: (tag >> 2) + 1, skip: kind === 2 ? 3 : 5 }
  const lengthBytes = Math.max(0, (tag >> 2) - 59)
  let size = lengthBytes === 0 ? (tag >> 2) + 1 : 1
  for (let i = 0; i < lengthBytes; i++) size += (block[at + 1 + i] ?? 0) * 2 ** (8 * i)
  return { size, skip: 1 + lengthBytes + size }
}
