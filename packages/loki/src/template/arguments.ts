import { parseNumber } from '../logql/units.ts'
import { TemplateError, typeOf, type Value } from './values.ts'

export function asText(value: Value | undefined): string {
  if (typeof value === 'string') return value
  throw new TemplateError(`wrong type for value; expected string; got ${typeOf(value ?? null)}`)
}

export function asInt(value: Value | undefined): number {
  if (typeof value === 'bigint') return Number(value)
  throw new TemplateError(`wrong type for value; expected int; got ${typeOf(value ?? null)}`)
}

/** Makes a whole number of any value, as the functions of sprig do: 0 of a value that is none. */
export function toInt(value: Value | undefined): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1n : 0n
  const text = typeof value === 'number' ? Math.trunc(value) : value
  if (typeof text === 'number') return Number.isFinite(text) ? BigInt(text) : 0n
  return typeof text === 'string' && /^[+-]?\d+$/.test(text) ? BigInt(text.replace('+', '')) : 0n
}

export function toFloat(value: Value | undefined): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'string' ? (parseNumber(value) ?? 0) : 0
}

const maxMade = 64 * 1024

/** A short template may ask for gigabytes, so the length is checked. */
export function checkLength(length: number): void {
  if (length <= maxMade) return
  throw new TemplateError(`expected a text of at most ${maxMade} characters, got ${length}`)
}
