import type { AttributeValue } from '@onetrace/span-tree'

/** A value as a tag filter and the v1 API spell it: arrays and maps as JSON text. */
export function attributeText(value: AttributeValue): string {
  if (value === null) return ''
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return typeof value === 'object' ? JSON.stringify(value, plain) : String(value)
}

function plain(this: Record<string, unknown>, key: string, value: unknown): unknown {
  // JSON.stringify calls toJSON before it asks: what a Buffer was, only the holder still knows.
  const original = this[key]
  if (original instanceof Uint8Array) return Buffer.from(original).toString('base64')
  return typeof value === 'bigint' ? String(value) : value
}
