import type { LokiParts } from '../api/parts.ts'
import type { Labels } from '../log-store.ts'
import { LokiError } from '../loki-error.ts'
import { refuseEntry, refuseLabels } from './check-entry.ts'
import { detectLevel, withServiceName } from './discover.ts'
import type { PushedEntry, PushedStream } from './pushed.ts'

/**
 * Keeps what the limits allow, and says of each entry that they refuse why.
 *
 * @throws {LokiError} for a stream too many; those before it are kept
 */
export function takeStreams(streams: PushedStream[], parts: LokiParts): string[] {
  const outcome = { taken: 0, refused: 0 }
  try {
    return streams.flatMap((stream) => keepStream(stream, { parts, outcome }))
  } finally {
    parts.onPush?.(outcome)
  }
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
