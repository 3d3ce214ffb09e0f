import { BodyError } from '../http-body.ts'
import type { Span } from '../model.ts'
import { decodeOtlpTraces, mediaTypeOf, type OtlpRequest, wrongContentType } from './decode.ts'
import { OtlpDecodeError } from './otlp-error.ts'

/** A request to `/v1/traces` or one of its likes, whatever server took it. */
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

/** The same of any signal. */
export interface RejectedItems {
  count: number
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

/** What OTLP/HTTP answers to an export of traces; `take` gets its spans. */
export function answerExport(
  request: ExportRequest,
  take: (spans: Span[]) => Rejected | undefined,
): Promise<ExportAnswer> {
  return answerSignal(request, {
    rejectedName: 'rejectedSpans',
    take: (body) => {
      const rejected = take(decodeOtlpTraces(body))
      return rejected && { count: rejected.spans, why: rejected.why }
    },
  })
}

interface Signal {
  /** What the JSON of `partialSuccess` calls the items that were not kept. */
  rejectedName: 'rejectedSpans' | 'rejectedLogRecords' | 'rejectedDataPoints'
  /** Throws OtlpDecodeError for a body that is refused as a whole. */
  take: (request: OtlpRequest) => RejectedItems | undefined
}

/**
 * What OTLP/HTTP answers to an export of any signal, in the Collector's words.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export async function answerSignal(
  { method, contentType, readBody }: ExportRequest,
  { rejectedName, take }: Signal,
): Promise<ExportAnswer> {
  if (method !== 'POST') return wrongMethod(method)
  const encoding = mediaTypeOf(contentType)
  if (encoding !== jsonType && encoding !== protobufType) return wrongType(contentType)
  try {
    return success({ encoding, rejectedName }, take({ body: await readBody(), contentType }))
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

/** An ExportTraceServiceResponse or one of its likes: with nothing rejected no byte in protobuf. */
function success(
  { encoding, rejectedName }: { encoding: string; rejectedName: string },
  rejected: RejectedItems | undefined,
): ExportAnswer {
  const headers = { 'content-type': encoding }
  if (encoding === jsonType) {
    const partialSuccess = rejected
      ? { [rejectedName]: String(rejected.count), errorMessage: rejected.why }
      : {}
    return { status: 200, headers, body: JSON.stringify({ partialSuccess }) }
  }
  return { status: 200, headers, body: rejected ? partialSuccessOf(rejected) : '' }
}

/** Its two fields have the same numbers for spans, log records and data points. */
function partialSuccessOf({ count, why }: RejectedItems): Buffer {
  const partial = Buffer.concat([Buffer.from([0x08]), varint(count), textField(2, why)])
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
