import { expected } from './shape-error.ts'

/** What differs between the two encodings of OTLP: how ids, 64-bit integers, enums and bytes look. */
export interface Leaves {
  id(value: unknown, digits: 16 | 32): string
  int64(value: unknown): bigint
  double(value: unknown): number
  bytes(value: unknown): Uint8Array
  /** The number of an enum value, given the names in order of their numbers. */
  enumeration(value: unknown, names: readonly string[]): number
}

export const protobufLeaves: Leaves = {
  id(value, digits) {
    if (!(value instanceof Uint8Array) || value.length !== digits / 2) {
      throw expected(`${digits / 2} bytes`, value)
    }
    return toBuffer(value).toString('hex')
  },
  int64(value) {
    if (typeof value === 'number') return BigInt(value)
    const { high, low, unsigned } = value as { high: number; low: number; unsigned: boolean }
    return (BigInt(unsigned ? high >>> 0 : high) << 32n) | BigInt(low >>> 0)
  },
  double: (value) => value as number,
  bytes: (value) => new Uint8Array(value as Uint8Array), // a copy: a view would keep the whole body
  enumeration: (value) => value as number,
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
    const ok = typeof value === 'string' && /^[\w+/-]*={0,2}$/.test(value)
    if (!ok) throw expected('bytes in base64', value)
    return new Uint8Array(Buffer.from(value, 'base64'))
  },
  enumeration(value, names) {
    if (typeof value === 'number' && Number.isInteger(value)) return value
    const number = typeof value === 'string' ? names.indexOf(value) : -1
    if (number < 0) throw expected(`a number or one of ${names.join(', ')}`, value)
    return number
  },
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes)
}
