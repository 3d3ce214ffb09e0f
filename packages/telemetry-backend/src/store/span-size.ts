import { type Attributes, type AttributeValue, Double, type Span } from '@onetrace/spans'

/**
 * Estimates how many bytes of heap a value holds. The numbers fit what V8 was measured to use for
 * spans from the OTLP decoder, rounded up: a limit may be an estimate, but must never be far too
 * low.
 */
const span = 480 // its own fields, ids and times included
const object = 56
const property = 16
const eventOrLink = 160

/** The size without the resource, which the spans of one export share. */
export function estimateSpan(given: Span): number {
  const { name, traceState = '', status, attributes, events, links } = given
  let bytes = span + textSize(name) + textSize(traceState) + textSize(status.message ?? '')
  bytes += estimateAttributes(attributes)
  for (const event of events) {
    bytes += eventOrLink + textSize(event.name) + estimateAttributes(event.attributes)
  }
  for (const { traceState: state = '', attributes: own } of links) {
    bytes += eventOrLink + textSize(state) + estimateAttributes(own)
  }
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
  if (value instanceof Double) return 32
  if (value instanceof Uint8Array) return 2 * object + value.byteLength
  if (!Array.isArray(value)) return estimateAttributes(value)
  return value.reduce<number>((bytes, item) => bytes + 8 + estimateValue(item), object)
}

/**
 * V8 takes one byte for each character, or two when one of them is outside of Latin-1, which is
 * close to the size in UTF-8. A short text is not examined, because that would take longer than
 * keeping it.
 */
function textSize(text: string): number {
  if (text.length <= 64) return text === '' ? 0 : 32 + text.length
  return 24 + Buffer.byteLength(text)
}
