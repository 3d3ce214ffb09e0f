/**
 * OTLP exports, in both of their encodings.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
import { parseJson } from '../json.ts'
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
export function decodeOtlpTraces(request: OtlpRequest): Span[] {
  return decodeOtlp(request, {
    message: 'ExportTraceServiceRequest',
    fromProtobuf: readOtlpProtobuf,
    fromJson: readOtlpJson,
  })
}

interface Encodings<T> {
  /** What it is called where somebody is told that his body is none. */
  message: string
  fromProtobuf: (body: Uint8Array) => T
  fromJson: (json: unknown) => T
}

/** One export of any signal. Throws OtlpDecodeError. */
export function decodeOtlp<T>({ body, contentType }: OtlpRequest, how: Encodings<T>): T {
  const mediaType = mediaTypeOf(contentType)
  if (mediaType === 'application/x-protobuf') return decodeProtobuf(body, how)
  if (mediaType === 'application/json') return asOtlp(() => how.fromJson(readJson(body, how)))
  throw new OtlpDecodeError(wrongContentType(contentType), { reason: 'content-type' })
}

/** Of a content type; parameters may follow it. */
export function mediaTypeOf(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase()
}

export function wrongContentType(contentType: string): string {
  return `expected content type application/x-protobuf or application/json, got ${JSON.stringify(contentType)}`
}

function decodeProtobuf<T>(body: Uint8Array, { message, fromProtobuf }: Encodings<T>): T {
  try {
    return asOtlp(() => fromProtobuf(body))
  } catch (cause) {
    if (!(cause instanceof WireError)) throw cause
    const problem = `expected an ${message} in protobuf, got ${body.length} bytes that are none: ${cause.message}`
    throw new OtlpDecodeError(problem, { cause })
  }
}

function readJson(body: Uint8Array, { message }: { message: string }): unknown {
  try {
    return parseJson(new TextDecoder().decode(body)) // what is no UTF-8 becomes U+FFFD
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    const problem = `expected an ${message} in JSON, got ${body.length} bytes that are none: ${why}`
    throw new OtlpDecodeError(problem, { cause })
  }
}
