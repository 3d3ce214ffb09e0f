import { toBase64 } from './base64.ts'
import type { AttributeValue } from './model.ts'

/**
 * A value as text, as Jaeger's own JSON spells it: lists and maps as JSON, bytes in base64, null as
 * nothing. Contracts compare this text, so that they hold whichever way a trace came.
 */
export function attributeText(value: AttributeValue): string {
  if (typeof value === 'string') return value
  if (value === null) return ''
  if (value instanceof Uint8Array) return toBase64(value)
  return typeof value === 'object' ? JSON.stringify(value, plain) : String(value)
}

function plain(this: Record<string, unknown>, key: string, value: unknown): unknown {
  // JSON.stringify calls toJSON before it asks: what a Buffer was, only the holder still knows.
  const original = this[key]
  if (original instanceof Uint8Array) return toBase64(original)
  return typeof value === 'bigint' ? String(value) : value
}
