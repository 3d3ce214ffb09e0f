import type { Answer, Ask } from '../api/http.ts'
import type { LokiParts } from '../api/parts.ts'
import { LokiError } from '../loki-error.ts'
import { takeStreams } from '../push/take-streams.ts'
import type { OtlpBody, OtlpDecoder } from './logs.ts'
import { toStreams } from './to-streams.ts'

/** `POST /otlp/v1/logs`, https://grafana.com/docs/loki/latest/reference/loki-http-api/#ingest-logs-using-otlp */
export async function takeOtlpPush(ask: Ask, parts: LokiParts): Promise<Answer> {
  const { otlp } = parts
  if (!otlp) return { status: 404, type: 'text/plain; charset=utf-8', body: '404 page not found\n' }
  try {
    const refusals = takeStreams(await readStreams(ask, { otlp, parts }), parts)
    if (refusals.length > 0) throw new LokiError([...new Set(refusals)].slice(0, 10).join('\n'))
    return { status: 204, body: '' }
  } catch (error) {
    if (!(error instanceof LokiError)) throw error
    return failure(error)
  }
}

async function readStreams(
  { headers, readBody }: Ask,
  { otlp, parts }: { otlp: OtlpDecoder; parts: LokiParts },
) {
  const contentType = headers['content-type'] ?? ''
  // By the letter, so that a charset behind it is refused, too: Loki compares it so.
  if (contentType !== 'application/json' && contentType !== 'application/x-protobuf') {
    throw new LokiError(`content type: ${contentType} is not supported`)
  }
  const body = await readBody(parts.limits.pushBytes)
  const logs = await decode({ body, contentType }, otlp)
  if (logs.every(({ scopeLogs }) => scopeLogs.every(({ records }) => records.length === 0))) {
    throw new LokiError('error at least one valid stream is required for ingestion', {
      status: 422,
    })
  }
  return toStreams(logs, otlp.textOf as (value: unknown) => string)
}

async function decode(request: OtlpBody, { decode }: OtlpDecoder) {
  try {
    return await decode(request)
  } catch (cause) {
    throw new LokiError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/** A google.rpc.Status whose code is left out, in protobuf for a request in JSON, too. */
function failure({ message, status }: LokiError): Answer {
  const text = Buffer.from(message)
  const body = Buffer.concat([Buffer.from([0x12, ...varint(text.length)]), text])
  return { status, type: 'application/octet-stream', body }
}

function varint(value: number): number[] {
  const bytes: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest]
    bytes.push((rest & 0x7f) | 0x80)
  }
}
