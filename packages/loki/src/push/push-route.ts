import type { Answer, Ask } from '../api/http.ts'
import type { LokiParts } from '../api/parts.ts'
import type { Labels } from '../log-store.ts'
import { LokiError } from '../loki-error.ts'
import { refuseEntry, refuseLabels } from './check-entry.ts'
import { detectLevel, withServiceName } from './discover.ts'
import { readJsonPush } from './push-json.ts'
import { readProtobufPush } from './push-proto.ts'
import type { PushedEntry, PushedStream } from './pushed.ts'

/** https://grafana.com/docs/loki/latest/reference/loki-http-api/#ingest-logs */
export async function takePush(ask: Ask, parts: LokiParts): Promise<Answer> {
  const streams = await readPush(ask, parts)
  if (streams.length === 0) {
    throw new LokiError('error at least one valid stream is required for ingestion', {
      status: 422,
    })
  }
  const outcome = { taken: 0, refused: 0 }
  try {
    const refusals = streams.flatMap((stream) => keepStream(stream, { parts, outcome }))
    if (refusals.length === 0) return { status: 204, body: '' }
    throw new LokiError([...new Set(refusals)].slice(0, 10).join('\n'))
  } finally {
    parts.onPush?.(outcome)
  }
}

async function readPush({ headers, readBody }: Ask, parts: LokiParts): Promise<PushedStream[]> {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (!type) throw new LokiError('mime: no media type')
  const { pushBytes } = parts.limits
  const body = await readBody(pushBytes)
  // Whatever is not JSON is taken for snappy, as Loki does.
  return type === 'application/json' ? readJsonPush(body) : readProtobufPush(body, pushBytes)
}

interface Under {
  parts: LokiParts
  /** Counted as they come: when one stream ends the push, those before it are kept. */
  outcome: { taken: number; refused: number }
}

/** The good entries are kept, whatever becomes of the others. */
function keepStream({ labels: given, entries }: PushedStream, under: Under): string[] {
  const labels = withServiceName(given)
  const stream = nameOf(labels)
  const refusal = refuseLabels(given, stream)
  const { store, limits } = under.parts
  // A label with many values is the classic mistake.
  if (!refusal && store.isFull(labels, limits.logStreams)) {
    throw new LokiError(
      `Maximum active stream limit exceeded: ${limits.logStreams}, at ${stream}`,
      {
        status: 429,
      },
    )
  }
  return entries.flatMap((entry) => {
    const reason = refusal ?? refuseEntry(entry, { stream, newest: store.newestOf(labels) })
    under.outcome[reason ? 'refused' : 'taken'] += 1
    if (reason) return reason
    store.add({ ...entry, labels, metadata: withLevel(entry, labels) })
    return []
  })
}

function withLevel({ text, metadata }: PushedEntry, labels: Labels): Labels {
  return { ...metadata, detected_level: detectLevel(text, labels, metadata) }
}

function nameOf(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return `{${pairs.sort().join(', ')}}`
}
