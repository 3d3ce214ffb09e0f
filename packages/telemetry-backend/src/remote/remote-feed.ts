import type { Trace } from '@onetrace/spans'
import type { TraceFeed } from '../store/trace-source.ts'
import { nowNano } from '../time.ts'
import { takeSnapshot } from './snapshot.ts'

const second = 1_000_000_000n
/** Only traces that began in this time are looked at: a change of an older one is not told. */
const window = 30n * second
const clockAhead = 60n * second
const most = 100

export interface RemoteFeed extends TraceFeed {
  /** Asks Jaeger once, now. */
  poll: () => Promise<void>
  close: () => void
}

interface Options {
  jaeger: string
  everyMs: number
  onFailure: () => void
}

/**
 * Jaeger does not tell about new traces, so it is asked every few seconds while anybody listens.
 */
export function createRemoteFeed({ jaeger, everyMs, onFailure }: Options): RemoteFeed {
  const listeners = new Set<(traceId: string) => void>()
  let known: Map<string, Trace> | undefined
  let timer: NodeJS.Timeout | undefined

  async function poll(): Promise<void> {
    const now = nowNano()
    const scope = { start: now - window, end: now + clockAhead, limit: most }
    try {
      const { all } = await takeSnapshot({ url: jaeger }, scope)
      const seen = new Map([...all()].map((trace) => [trace.traceId, trace]))
      const before = known
      known = seen
      if (before) for (const traceId of changes(before, seen)) tell(traceId)
    } catch {
      onFailure() // the answer to any other question tells what is wrong
    }
  }

  function tell(traceId: string): void {
    for (const listener of listeners) listener(traceId)
  }

  async function goOn(): Promise<void> {
    await poll()
    if (listeners.size > 0) timer = setTimeout(goOn, everyMs).unref()
    else timer = undefined
  }

  return {
    get: (traceId) => known?.get(traceId),
    poll,
    onChange: (listener) => {
      listeners.add(listener)
      if (listeners.size === 1) {
        known = undefined
        void goOn()
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) clearTimeout(timer)
      }
    },
    close: () => {
      listeners.clear()
      clearTimeout(timer)
    },
  }
}

/** The traces that are new or have more spans than before. */
function changes(before: Map<string, Trace>, now: Map<string, Trace>): string[] {
  return [...now.values()]
    .filter(({ traceId, spans }) => before.get(traceId)?.spans.length !== spans.length)
    .map(({ traceId }) => traceId)
}
