import type { WebSocket } from 'ws'
import type { LogStore, StoredLine } from '../log-store.ts'
import { Entry } from '../logql/entry.ts'
import type { LogQuery } from '../logql/log-query.ts'
import { selects } from '../logql/run-query.ts'
import { select, toStreams } from '../logql/select.ts'
import { LokiError } from '../loki-error.ts'
import { QueryView } from '../query-view.ts'
import { justAfterNow } from '../time.ts'

export interface TailQuery {
  query: LogQuery
  start: bigint
  limit: number
}

/** A busy service writes many lines a second, so a reader gets them in bundles. */
const bundleMs = 100
/** A reader with more unread bytes misses lines, and the next message names them. */
const maxUnreadBytes = 1024 * 1024
const maxDroppedTold = 100

interface Dropped {
  timestamp: string
  labels: Readonly<Record<string, string>>
}

export function startTail(client: WebSocket, store: LogStore, tail: TailQuery): void {
  let waiting: StoredLine[] = []
  let dropped: Dropped[] = []
  let timer: NodeJS.Timeout | undefined

  const stop = store.onLine((line) => {
    if (!selects(tail.query.selector, line.labels)) return
    waiting.push(line)
    timer ??= setTimeout(flush, bundleMs)
  })
  client.on('close', () => {
    stop()
    clearTimeout(timer)
  })
  const { limit, start, query } = tail
  guarded(client, () => {
    const range = { start, end: justAfterNow(), limit, direction: 'backward' as const }
    send(select(new QueryView(store), query, range).reverse())
  })

  function flush(): void {
    timer = undefined
    const lines = waiting
    waiting = []
    send(lines.map((line) => new Entry(line)).filter(passes))
  }

  function passes(entry: Entry): boolean {
    return query.stages.every((stage) => stage(entry))
  }

  function send(entries: Entry[]): void {
    if (entries.length === 0) return
    if (client.bufferedAmount > maxUnreadBytes) {
      const left = entries.slice(0, Math.max(0, maxDroppedTold - dropped.length))
      dropped.push(...left.map(toDropped))
      return
    }
    const entriesLeftOut = dropped.length > 0 ? dropped : null
    client.send(JSON.stringify({ streams: toStreams(entries), dropped_entries: entriesLeftOut }))
    dropped = []
  }
}

function toDropped({ source, labels }: Entry): Dropped {
  return { timestamp: String(source.time), labels }
}

/** An error, such as a query that takes too long, ends only this reader. */
function guarded(client: WebSocket, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof LokiError)) throw error
    client.close(1011, error.message.slice(0, 120))
  }
}
