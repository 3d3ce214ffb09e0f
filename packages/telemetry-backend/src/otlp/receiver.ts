import type { Span } from '@onetrace/span-tree'
import type { Counters } from '../counters.ts'
import { type Answer, answer } from '../http/answer.ts'
import { BodyError, type ReadBody } from '../http/body.ts'
import { type Ask, createRouter } from '../http/router.ts'

const jsonType = 'application/json'
const protobufType = 'application/x-protobuf'

interface Receiver {
  /** How many of them were refused, because their trace had left already. */
  addSpans(spans: Span[]): number
  counters: Counters
  readBody: ReadBody
  maxBodyBytes: number
}

/** Loaded with the first export: what an idle process does not hold, it need not compile. */
const decoder = () => import('@onetrace/span-tree/sources/otlp')

/** OTLP/HTTP for traces, https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export function createOtlpReceiver(receiver: Receiver) {
  const handle = async (ask: Ask) => withCors(ask, await answerTraces(ask, receiver))
  const notFound = answer(404, 'text/plain; charset=utf-8', '404 page not found\n')
  const unknown = (ask: Ask) => withCors(ask, notFound)
  // Its one route answers every method itself.
  return createRouter([{ path: '/v1/traces', handle }], unknown, () => notFound)
}

async function answerTraces(ask: Ask, receiver: Receiver): Promise<Answer> {
  if (ask.method === 'OPTIONS') return answer(204, 'text/plain', '')
  if (ask.method !== 'POST') return refuse(receiver, wrongMethod)
  const contentType = ask.request.headers['content-type'] ?? ''
  const encoding = mediaType(contentType)
  if (encoding !== jsonType && encoding !== protobufType) return refuse(receiver, wrongType)
  const { decodeOtlpTraces, OtlpDecodeError } = await decoder()
  try {
    const body = await receiver.readBody(ask.request, receiver.maxBodyBytes)
    return success(encoding, receiver.addSpans(decodeOtlpTraces({ body, contentType })))
  } catch (error) {
    if (!(error instanceof BodyError || error instanceof OtlpDecodeError)) throw error
    const busy = error instanceof BodyError && error.reason === 'busy'
    return refuse(
      receiver,
      failure(encoding, { ...(busy ? unavailable : invalid), message: error.message }),
    )
  }
}

const wrongMethod = answer(405, 'text/plain', '405 method not allowed, supported: [POST]', {
  allow: 'POST',
})
const wrongType = answer(
  415,
  'text/plain',
  `415 unsupported media type, supported: [${jsonType}, ${protobufType}]`,
)

function refuse({ counters }: Receiver, refusal: Answer): Answer {
  counters.exportsRefused += 1
  return refusal
}

function mediaType(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase()
}

const lateMessage = 'their trace had left before they came: the backend keeps a bounded number'

/** An ExportTraceServiceResponse. With nothing rejected it is no byte at all in protobuf. */
function success(encoding: string, rejected: number): Answer {
  const message = rejected > 0 ? lateMessage : ''
  if (encoding === jsonType) {
    const partialSuccess = rejected > 0 && {
      rejectedSpans: String(rejected),
      errorMessage: message,
    }
    return answer(200, encoding, JSON.stringify({ partialSuccess: partialSuccess || {} }))
  }
  const partial = Buffer.concat([Buffer.from([0x08]), varint(rejected), textField(2, message)])
  const tagged = [Buffer.from([0x0a]), varint(partial.length), partial]
  return answer(200, encoding, rejected > 0 ? Buffer.concat(tagged) : '')
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
function failure(encoding: string, { code, status, message }: Failure): Answer {
  if (encoding === jsonType) return answer(status, encoding, JSON.stringify({ code, message }))
  const body = Buffer.concat([Buffer.from([0x08, code]), textField(2, message)])
  return answer(status, encoding, body)
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

/** A page of any origin may export its spans here, as with a collector set up for browsers. */
function withCors({ request }: Ask, given: Answer): Answer {
  if ('stream' in given) return given
  const cors = {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'POST, OPTIONS',
    // By name, since `*` would leave Authorization out.
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
    'access-control-max-age': '600',
  }
  return { ...given, headers: { ...given.headers, ...cors } }
}
