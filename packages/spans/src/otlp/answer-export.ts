import { BodyError } from '../http-body.ts'
import type { Span } from '../model.ts'
import { decodeOtlpTraces, mediaTypeOf, wrongContentType } from './decode.ts'
import { OtlpDecodeError } from './otlp-error.ts'

/** A request to `/v1/traces`, whatever server took it. */
export interface ExportRequest {
  method: string
  /** The header's value; empty without one. */
  contentType: string
  /** The whole body, not compressed any more. Throws BodyError for one that cannot be had. */
  readBody(): Promise<Uint8Array>
}

/** Spans that were understood and are not kept all the same. */
export interface Rejected {
  spans: number
  why: string
}

export interface ExportAnswer {
  status: number
  headers: Record<string, string>
  body: string | Uint8Array
  /** Why the export was refused as a whole. */
  refused?: string
}

const jsonType = 'application/json'
const protobufType = 'application/x-protobuf'

/**
 * What OTLP/HTTP answers to an export of traces, in the Collector's words; `take` gets its spans.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export async function answerExport(
  { method, contentType, readBody }: ExportRequest,
  take: (spans: Span[]) => Rejected | undefined,
): Promise<ExportAnswer> {
  if (method !== 'POST') return wrongMethod(method)
  const encoding = mediaTypeOf(contentType)
  if (encoding !== jsonType && encoding !== protobufType) return wrongType(contentType)
  try {
    return success(encoding, take(decodeOtlpTraces({ body: await readBody(), contentType })))
  } catch (error) {
    if (!(error instanceof BodyError || error instanceof OtlpDecodeError)) throw error
    const kind = error.reason === 'busy' ? unavailable : invalid
    return failure(encoding, { ...kind, message: error.message })
  }
}

function wrongMethod(method: string): ExportAnswer {
  return {
    status: 405,
    headers: { 'content-type': 'text/plain', allow: 'POST' },
    body: '405 method not allowed, supported: [POST]',
    refused: `expected POST, got ${method}`,
  }
}

function wrongType(contentType: string): ExportAnswer {
  return {
    status: 415,
    headers: { 'content-type': 'text/plain' },
    body: `415 unsupported media type, supported: [${jsonType}, ${protobufType}]`,
    refused: wrongContentType(contentType),
  }
}

/** An ExportTraceServiceResponse. With nothing rejected it is no byte at all in protobuf. */
function success(encoding: string, rejected: Rejected | undefined): ExportAnswer {
  const headers = { 'content-type': encoding }
  if (encoding === jsonType) {
    const partialSuccess = rejected
      ? { rejectedSpans: String(rejected.spans), errorMessage: rejected.why }
      : {}
    return { status: 200, headers, body: JSON.stringify({ partialSuccess }) }
  }
  return { status: 200, headers, body: rejected ? partialSuccessOf(rejected) : '' }
}

function partialSuccessOf({ spans, why }: Rejected): Buffer {
  const partial = Buffer.concat([Buffer.from([0x08]), varint(spans), textField(2, why)])
  return Buffer.concat([Buffer.from([0x0a]), varint(partial.length), partial])
}

interface Failure {
  /** Of google.rpc.Status. */
  code: number
  status: number
  message: string
}

/** INVALID_ARGUMENT: "do not try again". */
const invalid = { code: 3, status: 400 }
/** UNAVAILABLE: an exporter keeps its spans and tries again. */
const unavailable = { code: 14, status: 503 }

/** google.rpc.Status in the encoding of the request. */
function failure(encoding: string, { code, status, message }: Failure): ExportAnswer {
  const body =
    encoding === jsonType
      ? JSON.stringify({ code, message })
      : Buffer.concat([Buffer.from([0x08, code]), textField(2, message)])
  return { status, headers: { 'content-type': encoding }, body, refused: message }
}

function textField(number: number, text: string): Buffer {
  const utf8 = Buffer.from(text)
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(utf8.length), utf8])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest])
    bytes.push((rest & 0x7f) | 0x80)
  }
}
