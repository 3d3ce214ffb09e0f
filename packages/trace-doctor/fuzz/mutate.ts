import type { Random } from './random.ts'

type Mutation = (bytes: Buffer, words: readonly string[], random: Random) => Buffer

const longest = 200_000

/** A valid input after one to eight changes; now and then nothing but noise. */
export function mutate(valid: Uint8Array, words: readonly string[], random: Random): Uint8Array {
  if (random.below(50) === 0) return noise(random)
  let bytes: Buffer = Buffer.from(valid)
  for (let changes = 1 + random.below(8); changes > 0; changes--) {
    bytes = random.pick(mutations)(bytes, words, random)
  }
  return bytes.subarray(0, longest)
}

const mutations: Mutation[] = [
  function flipBits(bytes, _, random) {
    if (bytes.length === 0) return bytes
    const at = random.below(bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8))
    return bytes
  },
  function cut(bytes, _, random) {
    const [from, to] = range(bytes, random)
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
  },
  function double(bytes, _, random) {
    const [from, to] = range(bytes, random)
    const times = 1 + random.below(random.below(10) === 0 ? 2_000 : 3)
    const part = bytes.subarray(from, Math.min(to, from + 100))
    const parts = Array.from({ length: times }, () => part)
    return Buffer.concat([bytes.subarray(0, to), ...parts, bytes.subarray(to)])
  },
  function swap(bytes, _, random) {
    const [from, to] = range(bytes, random)
    const middle = from + random.below(to - from + 1)
    const parts = [bytes.subarray(middle, to), bytes.subarray(from, middle)]
    return Buffer.concat([bytes.subarray(0, from), ...parts, bytes.subarray(to)])
  },
  function insertWord(bytes, words, random) {
    const at = random.below(bytes.length + 1)
    const word = Buffer.from(random.pick(words))
    return Buffer.concat([bytes.subarray(0, at), word, bytes.subarray(at)])
  },
  function replaceWord(bytes, words, random) {
    const text = bytes.toString('latin1')
    const [old, fresh] = [random.pick(words), random.pick(words)]
    return Buffer.from(text.replaceAll(old, fresh).slice(0, longest), 'latin1')
  },
  function truncate(bytes, _, random) {
    return bytes.subarray(0, random.below(bytes.length + 1))
  },
]

function range(bytes: Buffer, random: Random): [from: number, to: number] {
  const from = random.below(bytes.length + 1)
  return [from, from + random.below(Math.min(bytes.length - from, 400) + 1)]
}

function noise(random: Random): Buffer {
  return Buffer.from(Array.from({ length: random.below(300) }, () => random.below(256)))
}
