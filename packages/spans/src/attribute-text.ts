import { toBase64 } from './base64.ts'
import { type AttributeValue, Double } from './model.ts'

/**
 * A value as text, as Jaeger's own JSON spells it: lists and maps as JSON, bytes in base64, null as
 * nothing. Contracts compare this text, so that they hold whichever way a trace came.
 */
export function attributeText(value: AttributeValue): string {
  if (typeof value === 'string') return value
  if (value === null) return ''
  if (value instanceof Uint8Array) return toBase64(value)
  return typeof value === 'object' && !(value instanceof Double) ? jsonOf(value) : String(value)
}

/** By hand, since JSON.stringify has no way to write an integer beyond 2^53. Keys are sorted. */
function jsonOf(value: AttributeValue): string {
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`
  if (value instanceof Uint8Array) return quote(toBase64(value))
  if (typeof value === 'string') return quote(value)
  if (value instanceof Double || typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.keys(value)
    .sort()
    .map((key) => `${quote(key)}:${jsonOf(value[key] ?? null)}`)
  return `{${members.join(',')}}`
}

/** As Go writes JSON: what means something in HTML, and line separators, are escaped. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
