import type { TextMapGetter } from '@opentelemetry/api'

/**
 * The value of a header, whatever the case of its name, or an empty text. HTTP servers give names
 * in lower case, but headers of a message come as they were written. Several fields of one name are
 * joined by commas in their order (RFC 9110, 5.3).
 */
export function receivedHeader(carrier: unknown, getter: TextMapGetter, name: string): string {
  const value = getter.get(carrier, name) ?? getter.get(carrier, writtenName(carrier, getter, name))
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string').join() : ''
}

function writtenName(carrier: unknown, getter: TextMapGetter, name: string): string {
  return getter.keys(carrier).find((key) => key.toLowerCase() === name) ?? name
}
