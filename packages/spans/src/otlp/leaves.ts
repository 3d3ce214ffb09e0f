import { fromBase64, isBase64 } from '../base64.ts'
import { expected } from '../shape-error.ts'

/** How ids, 64-bit integers, enums and bytes look in JSON. */
export interface Leaves {
  id(value: unknown, digits: 16 | 32): string
  int64(value: unknown): bigint
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
    const ok = typeof value === 'string' && value.length === digits && /^[0-9a-f]+$/i.test(value)
    if (!ok) throw expected(`${digits} hex digits`, value)
    return value.toLowerCase()
  },
  int64(value) {
    if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value)
    if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) return BigInt(value)
    throw expected('an integer as number or string', value)
  },
  double(value) {
    if (typeof value === 'number') return value
    const number = typeof value === 'string' ? (specialDoubles[value] ?? Number(value)) : Number.NaN
    if (Number.isNaN(number) && value !== 'NaN') throw expected('a number', value)
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
