import type { Attributes, AttributeValue, Span } from '@onetrace/spans'

/**
 * About how many bytes of heap a value holds, fitted to what V8 was measured to use for spans out
 * of the OTLP decoder and then rounded up: a bound may be an estimate, but never far too low.
 */
const span = 480 // its own fields, ids and times included
const object = 56
const property = 16
const eventOrLink = 160

/** Without the resource, which the spans of one export share. */
export function estimateSpan(given: Span): number {
  const { name, traceState = '', status, attributes, events, links } = given
  let bytes = span + textSize(name) + textSize(traceState) + textSize(status.message ?? '')
  bytes += estimateAttributes(attributes)
  for (const event of events) {
    bytes += eventOrLink + textSize(event.name) + estimateAttributes(event.attributes)
  }
  for (const link of links) bytes += eventOrLink + estimateAttributes(link.attributes)
  return bytes
}

export function estimateAttributes(attributes: Attributes): number {
  let bytes = object
  for (const key in attributes) {
    bytes += property + key.length + estimateValue(attributes[key] ?? null)
  }
  return bytes
}

function estimateValue(value: AttributeValue): number {
  if (typeof value === 'string') return textSize(value)
  if (typeof value === 'bigint') return 24
  if (typeof value !== 'object' || value === null) return 8
  if (value instanceof Uint8Array) return 2 * object + value.byteLength
  if (!Array.isArray(value)) return estimateAttributes(value)
  return value.reduce<number>((bytes, item) => bytes + 8 + estimateValue(item), object)
}

/**
 * V8 takes one byte a character, or two when any of them is outside of Latin-1: UTF-8 is close. A
 * short text is not looked into, which would take longer than to keep it.
 */
function textSize(text: string): number {
  if (text.length <= 64) return text === '' ? 0 : 32 + text.length
  return 24 + Buffer.byteLength(text)
}
