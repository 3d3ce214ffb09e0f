import type { IncomingMessage } from 'node:http'
import type { Answer } from '../../http/answer.ts'
import { BodyError } from '../../http/body.ts'
import { LokiError } from '../loki-error.ts'
import type { LokiParts } from '../loki-parts.ts'
import { refuseEntry, refuseLabels } from './check-entry.ts'
import { detectLevel, withServiceName } from './discover.ts'
import { readJsonPush } from './push-json.ts'
import { readProtobufPush, tooLarge } from './push-proto.ts'
import type { PushedStream } from './pushed.ts'

/** https://grafana.com/docs/loki/latest/reference/loki-http-api/#ingest-logs */
export async function takePush(request: IncomingMessage, parts: LokiParts): Promise<Answer> {
  const streams = await readPush(request, parts)
  if (streams.length === 0) {
    throw new LokiError('error at least one valid stream is required for ingestion', {
      status: 422,
    })
  }
  const refusals = streams.flatMap((stream) => keepStream(stream, parts))
  if (refusals.length === 0) return { status: 204, headers: {}, body: '' }
  parts.counters.logLinesRefused += refusals.length
  throw new LokiError([...new Set(refusals)].slice(0, 10).join('\n'))
}

async function readPush(request: IncomingMessage, parts: LokiParts): Promise<PushedStream[]> {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (!type) throw new LokiError('mime: no media type')
  const body = await bodyOf(request, parts)
  const { pushBytes } = parts.limits
  // Whatever is not JSON is taken for snappy, as Loki does.
  return type === 'application/json' ? readJsonPush(body) : readProtobufPush(body, pushBytes)
}

async function bodyOf(request: IncomingMessage, { readBody, limits }: LokiParts): Promise<Buffer> {
  // Promtail may name the snappy of the message as the encoding of the body; it is no layer more.
  if (request.headers['content-encoding'] === 'snappy') delete request.headers['content-encoding']
  try {
    return await readBody(request, limits.pushBytes)
  } catch (error) {
    if (!(error instanceof BodyError)) throw error
    if (error.reason === 'too large') throw tooLarge(limits.pushBytes)
    throw new LokiError(error.message, { status: error.reason === 'busy' ? 503 : 400 })
  }
}

/** The good entries are kept, whatever becomes of the others. */
function keepStream(
  { labels: given, entries }: PushedStream,
  { store, counters, limits: { logStreams } }: LokiParts,
): string[] {
  const labels = withServiceName(given)
  const name = nameOf(labels)
  const refusal = refuseLabels(given, name)
  if (refusal) return entries.map(() => refusal)
  // A label with many values is the classic mistake.
  if (store.isFull(labels, logStreams)) {
    throw new LokiError(`Maximum active stream limit exceeded: ${logStreams}, at ${name}`, {
      status: 429,
    })
  }
  return entries.flatMap((entry) => {
    const reason = refuseEntry(entry, { stream: name, newest: store.newestOf(labels) })
    if (reason) return reason
    const metadata = {
      ...entry.metadata,
      detected_level: detectLevel(entry.text, labels, entry.metadata),
    }
    store.add({ time: entry.time, text: entry.text, labels, metadata })
    counters.logLinesPushed += 1
    return []
  })
}

function nameOf(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return `{${pairs.sort().join(', ')}}`
}
