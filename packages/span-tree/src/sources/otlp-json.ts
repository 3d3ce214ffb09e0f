import type { Span } from '../model.ts'
import { asOtlp } from './otlp-error.ts'
import { jsonLeaves } from './otlp-leaves.ts'
import { readRequest } from './otlp-spans.ts'
import { recordOf } from './shape.ts'

/** The spans of OTLP JSON that is parsed already: `{"resourceSpans": [...]}`. */
export function readOtlpJson(json: unknown): Span[] {
  return asOtlp(() => readRequest(recordOf(json, ''), jsonLeaves))
}
