/**
 * OTLP/HTTP trace exports, in both of their encodings, to spans.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
import type { Span } from '../model.ts'
import { asOtlp, OtlpDecodeError } from './otlp-error.ts'
import { readOtlpProtobuf } from './protobuf.ts'
import { readOtlpJson } from './read-json.ts'
import { WireError } from './wire-reader.ts'

export interface OtlpRequest {
  /** Not compressed any more. */
  body: Uint8Array
  /** The header's value; parameters such as a charset may follow. */
  contentType: string
}

/** The spans of one ExportTraceServiceRequest, in its order. Throws OtlpDecodeError. */
export function decodeOtlpTraces({ body, contentType }: OtlpRequest): Span[] {
  const mediaType = mediaTypeOf(contentType)
  if (mediaType === 'application/x-protobuf') return decodeProtobuf(body)
  if (mediaType === 'application/json') return readOtlpJson(parseJson(body))
  throw new OtlpDecodeError(wrongContentType(contentType), { reason: 'content-type' })
}

/** Of a content type; parameters may follow it. */
export function mediaTypeOf(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase()
}

export function wrongContentType(contentType: string): string {
  return `expected content type application/x-protobuf or application/json, got ${JSON.stringify(contentType)}`
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
