import type { Answer, Ask } from '../api/http.ts'
import type { LokiParts } from '../api/parts.ts'
import { LokiError } from '../loki-error.ts'
import { readJsonPush } from './push-json.ts'
import { readProtobufPush } from './push-proto.ts'
import type { PushedStream } from './pushed.ts'
import { takeStreams } from './take-streams.ts'

/** https://grafana.com/docs/loki/latest/reference/loki-http-api/#ingest-logs */
export async function takePush(ask: Ask, parts: LokiParts): Promise<Answer> {
  const streams = await readPush(ask, parts)
  if (streams.length === 0) {
    throw new LokiError('error at least one valid stream is required for ingestion', {
      status: 422,
    })
  }
  const refusals = takeStreams(streams, parts)
  if (refusals.length === 0) return { status: 204, body: '' }
  throw new LokiError([...new Set(refusals)].slice(0, 10).join('\n'))
}

async function readPush({ headers, readBody }: Ask, parts: LokiParts): Promise<PushedStream[]> {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (!type) throw new LokiError('mime: no media type')
  const { pushBytes } = parts.limits
  const body = await readBody(pushBytes)
  // As in Loki, a body that is not declared as JSON is read as snappy.
  return type === 'application/json' ? readJsonPush(body) : readProtobufPush(body, pushBytes)
}
