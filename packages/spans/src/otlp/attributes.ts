import { type Attributes, type AttributeValue, doubleOf, integerOf } from '../model.ts'
import { listOf, type Raw, recordOf, textOf } from '../shape.ts'
import { expected, within } from '../shape-error.ts'
import type { Leaves } from './leaves.ts'

/** Deeper values are an attack, not telemetry: they would end in a stack overflow. */
export const deepest = 64

export function readAttributes(message: Raw, leaves: Leaves): Attributes {
  return readPairs(message, 'attributes', leaves, 0)
}

function readPairs(message: Raw, field: string, leaves: Leaves, depth: number): Attributes {
  const attributes: Attributes = {}
  listOf(message, field, (pair) => {
    const key = textOf(pair, 'key')
    const value = readAnyValue(pair.value, leaves, depth)
    if (key === '__proto__') {
      Object.defineProperty(attributes, key, { value, enumerable: true, configurable: true })
    } else attributes[key] = value
  })
  return attributes
}

function readAnyValue(raw: unknown, leaves: Leaves, depth: number): AttributeValue {
  if (raw === null || raw === undefined) return null
  if (depth > deepest) throw expected(`at most ${deepest} levels of values`, raw)
  const value = recordOf(raw, 'value')
  for (const [field, read] of readerList) {
    const content = value[field]
    if (content === null || content === undefined || !Object.hasOwn(value, field)) continue
    return within(`value.${field}`, () => read(content, leaves, depth + 1))
  }
  return null
}

const readers: Record<string, (content: unknown, leaves: Leaves, depth: number) => AttributeValue> =
  {
    stringValue: (content) => textOf({ stringValue: content }, 'stringValue'),
    intValue: (content, leaves) => integerOf(leaves.int64(content)),
    boolValue: (content) => {
      if (typeof content !== 'boolean') throw expected('true or false', content)
      return content
    },
    doubleValue: (content, leaves) => doubleOf(leaves.double(content)),
    arrayValue: (content, leaves, depth) =>
      listOf(recordOf(content, ''), 'values', (item) => readAnyValue(item, leaves, depth)),
    kvlistValue: (content, leaves, depth) =>
      readPairs(recordOf(content, ''), 'values', leaves, depth),
    bytesValue: (content, leaves) => leaves.bytes(content),
  }

const readerList = Object.entries(readers)
