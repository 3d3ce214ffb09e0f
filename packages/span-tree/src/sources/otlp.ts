/**
 * OTLP/HTTP trace exports, in both of their encodings, to spans.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
import type { Span } from '../model.ts'
import { asOtlp, OtlpDecodeError } from './otlp-error.ts'
import { readOtlpJson } from './otlp-json.ts'
import { readOtlpProtobuf } from './otlp-protobuf.ts'
import { WireError } from './wire-reader.ts'

export { OtlpDecodeError } from './otlp-error.ts'
export { readOtlpJson } from './otlp-json.ts'

export interface OtlpRequest {
  /** Not compressed any more. */
  body: Uint8Array
  /** The header's value; parameters such as a charset may follow. */
  contentType: string
}

/** The spans of one ExportTraceServiceRequest, in its order. Throws OtlpDecodeError. */
export function decodeOtlpTraces({ body, contentType }: OtlpRequest): Span[] {
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase()
  if (mediaType === 'application/x-protobuf') return decodeProtobuf(body)
  if (mediaType === 'application/json') return readOtlpJson(parseJson(body))
  const problem = `expected content type application/x-protobuf or application/json, got ${JSON.stringify(contentType)}`
  throw new OtlpDecodeError(problem, { reason: 'content-type' })
}

function decodeProtobuf(body: Uint8Array): Span[] {
  try {
    return asOtlp(() => readOtlpProtobuf(body))
  } catch (cause) {
    if (!(cause instanceof WireError)) throw cause
    const problem = `expected an ExportTraceServiceRequest in protobuf, got ${body.length} bytes that are none: ${cause.message}`
    throw new OtlpDecodeError(problem, { cause })
  }
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    const problem = `expected an ExportTraceServiceRequest in JSON, got ${body.length} bytes that are none: ${why}`
    throw new OtlpDecodeError(problem, { cause })
  }
}
