import { fromBase64, isBase64 } from '../base64.ts'
import { expected } from '../shape-error.ts'

/** How ids, 64-bit integers, enums and bytes look in JSON. */
export interface Leaves {
  /** All zeros for an absent or an empty one. */
  id(value: unknown, digits: 16 | 32): string
  int64(value: unknown): bigint
  uint64(value: unknown): bigint
  uint32(value: unknown): number
  double(value: unknown): number
  bytes(value: unknown): Uint8Array
  /** The number of an enum value, given the names in order of their numbers. */
  enumeration(value: unknown, names: readonly string[]): number
}

const specialDoubles: Record<string, number> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
}

export const jsonLeaves: Leaves = {
  id(value, digits) {
    if (value === undefined || value === null || value === '') return '0'.repeat(digits)
    const ok = typeof value === 'string' && value.length === digits && /^[0-9a-f]+$/i.test(value)
    if (!ok) throw expected(`${digits} hex digits`, value)
    return value.toLowerCase()
  },
  int64: (value) => bounded(value, { least: -(2n ** 63n), most: 2n ** 63n - 1n, bits: 'int64' }),
  uint64: (value) => bounded(value, { least: 0n, most: 2n ** 64n - 1n, bits: 'uint64' }),
  uint32: (value) => Number(bounded(value, { least: 0n, most: 2n ** 32n - 1n, bits: 'uint32' })),
  double(value) {
    if (typeof value === 'bigint') return Number(value)
    if (typeof value === 'number' && Number.isFinite(value)) return value
    const number = typeof value === 'string' ? (specialDoubles[value] ?? Number(value)) : Number.NaN
    // What is written in digits and too large for a double is none, be it text or not.
    const special = typeof value === 'string' && value in specialDoubles
    if (!special && !(Number.isFinite(number) && value !== '')) throw expected('a number', value)
    return number
  },
  bytes(value) {
    if (typeof value !== 'string' || !isBase64(value)) throw expected('bytes in base64', value)
    return fromBase64(value)
  },
  enumeration(value, names) {
    if (typeof value === 'number' && Number.isInteger(value)) return value
    const number = typeof value === 'string' ? names.indexOf(value) : -1
    if (number < 0) throw expected(`a number or one of ${names.join(', ')}`, value)
    return number
  },
}

interface Bounds {
  least: bigint
  most: bigint
  bits: string
}

/** `parseJson` reads an integer that a number cannot hold as bigint. */
function bounded(value: unknown, { least, most, bits }: Bounds): bigint {
  const integer = integerIn(value)
  if (integer === undefined) throw expected('an integer as number or string', value)
  if (integer < least || integer > most) {
    throw expected(`an ${bits}, ${least} to ${most}`, String(integer))
  }
  return integer
}

function integerIn(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value)
  return typeof value === 'string' && /^[+-]?\d{1,40}$/.test(value)
    ? BigInt(value.replace('+', ''))
    : undefined
}
