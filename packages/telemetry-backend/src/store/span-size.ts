import type { Attributes, AttributeValue, Span } from '@onetrace/span-tree'

/**
 * About how many bytes of heap a value holds. The numbers were fitted to what V8 uses for spans
 * out of the OTLP decoder; a bound needs an estimate that is never far too low, not an exact one.
 */
const object = 120
const property = 24
const bigint = 24

/** Without the resource, which the spans of one export share. */
export function estimateSpan(span: Span): number {
  let bytes = 3 * object + 16 * property + 2 * bigint + 160
  bytes +=
    textSize(span.name) + textSize(span.traceState ?? '') + textSize(span.status.message ?? '')
  bytes += estimateAttributes(span.attributes)
  for (const event of span.events) {
    bytes += object + bigint + textSize(event.name) + estimateAttributes(event.attributes)
  }
  for (const link of span.links) bytes += object + 128 + estimateAttributes(link.attributes)
  return bytes
}

export function estimateAttributes(attributes: Attributes): number {
  let bytes = object
  for (const key in attributes) {
    bytes += property + textSize(key) + estimateValue(attributes[key] ?? null)
  }
  return bytes
}

function estimateValue(value: AttributeValue): number {
  if (typeof value === 'string') return textSize(value)
  if (typeof value !== 'object' || value === null) return bigint
  if (value instanceof Uint8Array) return object + value.byteLength
  if (!Array.isArray(value)) return estimateAttributes(value)
  return value.reduce<number>((bytes, item) => bytes + 8 + estimateValue(item), object)
}

/** One byte a character is the usual case, two when any of them is outside of Latin-1. */
export function textSize(text: string): number {
  return 24 + text.length * 2
}
