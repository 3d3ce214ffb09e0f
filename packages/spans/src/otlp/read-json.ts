import type { Span } from '../model.ts'
import { isRecord, type Raw, recordOf } from '../shape.ts'
import { expected } from '../shape-error.ts'
import { deepest } from './attributes.ts'
import { jsonLeaves } from './leaves.ts'
import { asOtlp } from './otlp-error.ts'
import { readRequest } from './read-request.ts'

/** The spans of OTLP JSON that is parsed already: `{"resourceSpans": [...]}`. */
export function readOtlpJson(json: unknown): Span[] {
  return asOtlp(() => readRequest(inCamelCase(recordOf(json, '')), jsonLeaves))
}

/**
 * Readers of protobuf's JSON take the names of the .proto file, too. Its keys are all names of
 * fields: attributes are lists.
 */
function inCamelCase(request: Raw): Raw {
  if (!Object.hasOwn(request, 'resource_spans')) return request
  return recordOf(renamed(request, 0), '')
}

/** A value has at most three levels of JSON for each of its own. */
const deepestJson = 20 + 4 * deepest

function renamed(value: unknown, depth: number): unknown {
  if (depth > deepestJson) throw expected(`at most ${deepest} levels of values`, value)
  if (Array.isArray(value)) return value.map((item) => renamed(item, depth + 1))
  if (!isRecord(value)) return value
  const fields = Object.entries(value)
  return Object.fromEntries(fields.map(([key, of]) => [camelCase(key), renamed(of, depth + 1)]))
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}
