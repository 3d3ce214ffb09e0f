import type { Span } from '../model.ts'
import { recordOf } from '../shape.ts'
import { jsonLeaves } from './leaves.ts'
import { asOtlp } from './otlp-error.ts'
import { readRequest } from './read-request.ts'

/** The spans of OTLP JSON that is parsed already: `{"resourceSpans": [...]}`. */
export function readOtlpJson(json: unknown): Span[] {
  return asOtlp(() => readRequest(recordOf(json, ''), jsonLeaves))
}
