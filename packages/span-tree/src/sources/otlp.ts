/**
 * OTLP/HTTP trace exports, in both of their encodings, to spans.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
import protobuf from 'protobufjs/light.js'
import type { Span } from '../model.ts'
import { otlpDescriptor } from './otlp-descriptor.ts'
import { asOtlp, OtlpDecodeError } from './otlp-error.ts'
import { readOtlpJson } from './otlp-json.ts'
import { protobufLeaves } from './otlp-leaves.ts'
import { readRequest } from './otlp-spans.ts'
import type { Raw } from './shape.ts'

export { OtlpDecodeError } from './otlp-error.ts'
export { readOtlpJson } from './otlp-json.ts'

export interface OtlpRequest {
  /** Not compressed any more. */
  body: Uint8Array
  /** The header's value; parameters such as a charset may follow. */
  contentType: string
}

const requestType = protobuf.Root.fromJSON(otlpDescriptor).lookupType('ExportTraceServiceRequest')

/** The spans of one ExportTraceServiceRequest, in its order. Throws OtlpDecodeError. */
export function decodeOtlpTraces({ body, contentType }: OtlpRequest): Span[] {
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase()
  if (mediaType === 'application/x-protobuf') return decodeProtobuf(body)
  if (mediaType === 'application/json') return readOtlpJson(parseJson(body))
  const problem = `expected content type application/x-protobuf or application/json, got ${JSON.stringify(contentType)}`
  throw new OtlpDecodeError(problem, { reason: 'content-type' })
}

function decodeProtobuf(body: Uint8Array): Span[] {
  // Over a Buffer protobufjs takes Node's native string and slice functions.
  const reader = protobuf.Reader.create(Buffer.from(body.buffer, body.byteOffset, body.byteLength))
  reader.discardUnknown = true
  const request = decodeMessage(reader, body.length)
  return asOtlp(() => readRequest(request, protobufLeaves))
}

function decodeMessage(reader: protobuf.Reader, length: number): Raw {
  try {
    return requestType.decode(reader) as unknown as Raw
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    const problem = `expected an ExportTraceServiceRequest in protobuf, got ${length} bytes that are none: ${why}`
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
