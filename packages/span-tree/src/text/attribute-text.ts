import type { AttributeValue } from '../model.ts'

/**
 * A value as the text that contracts compare. Lists and maps are JSON and bytes are base64, as in
 * Jaeger's own JSON, so that a contract holds whichever way a trace came.
 */
export function attributeText(value: AttributeValue): string {
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return typeof value === 'object' ? toJson(value) : String(value)
}

function toJson(value: AttributeValue): string {
  return JSON.stringify(value, (_, inner) => {
    if (typeof inner === 'bigint') return String(inner)
    return inner instanceof Uint8Array ? attributeText(inner) : inner
  })
}
