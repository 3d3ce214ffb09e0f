import type { ServerResponse } from 'node:http'
import type { Counters } from '../counters.ts'
import type { Answer } from '../http/answer.ts'
import { toJaegerSummary } from '../jaeger/summary.ts'
import type { TraceFeed } from '../store/trace-source.ts'

/** A trace arrives in parts, an export from each service, and a reader wants to hear of it once. */
const coalesceMs = 100
const heartbeatMs = 15_000
/** A reader with more unread bytes is disconnected; an EventSource connects again by itself. */
const maxUnreadBytes = 1024 * 1024

export interface LiveTraces {
  answer(): Answer
  close(): void
}

/** Server-Sent Events: `event: trace` with a summary whenever a trace changes. */
export function createLiveTraces(feed: TraceFeed, counters: Counters): LiveTraces {
  const readers = new Set<ServerResponse>()
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  let stopListening = () => {}
  const listen = () =>
    feed.onChange((traceId) => {
      changed.add(traceId)
      timer ??= setTimeout(tell, coalesceMs)
    })
  const heartbeat = setInterval(() => send(': still here\n\n'), heartbeatMs).unref()

  function tell(): void {
    timer = undefined
    for (const traceId of changed) {
      const trace = feed.get(traceId)
      if (trace) send(`event: trace\ndata: ${JSON.stringify(toJaegerSummary(trace))}\n\n`)
    }
    changed.clear()
  }

  function send(text: string): void {
    for (const reader of readers) {
      reader.write(text)
      if (reader.writableLength <= maxUnreadBytes) continue
      counters.liveClientsDropped += 1
      reader.destroy()
    }
  }

  function stream(reader: ServerResponse): void {
    reader.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    reader.write('retry: 1000\n\n')
    if (readers.size === 0) stopListening = listen()
    readers.add(reader)
    reader.on('close', () => {
      readers.delete(reader)
      if (readers.size === 0) stopListening()
    })
  }

  function close(): void {
    stopListening()
    clearInterval(heartbeat)
    clearTimeout(timer)
    for (const reader of readers) reader.destroy()
  }

  return { answer: () => ({ stream }), close }
}
