import { useEffect, useState } from 'preact/hooks'
import type { TraceSummary } from './api.ts'

export type LiveState = 'connecting' | 'live' | 'lost'

export interface Live {
  /** Calls back with every trace that is new or has changed. */
  onTrace: (heard: (summary: TraceSummary) => void) => () => void
  /** Calls back when the connection is there again, so that missed changes can be read. */
  onReturn: (heard: () => void) => () => void
  useState: () => LiveState
}

/**
 * One connection for the whole page; the browser itself connects again when it is lost. A hidden
 * page closes it, since over HTTP/1.1 all tabs of a browser share six connections to a host.
 */
export function connectLive(path: string): Live {
  const events = new EventTarget()
  let state: LiveState = 'connecting'
  let source: EventSource | undefined
  let wasLive = false

  const become = (next: LiveState) => {
    state = next
    events.dispatchEvent(new Event('change'))
    if (next !== 'live') return
    if (wasLive) events.dispatchEvent(new Event('return'))
    wasLive = true
  }
  const follow = () => {
    source?.close()
    source = undefined
    if (document.hidden) return
    source = new EventSource(path)
    source.addEventListener('open', () => become('live'))
    source.addEventListener('error', () => become('lost'))
    source.addEventListener('trace', (event) => {
      events.dispatchEvent(new MessageEvent('trace', { data: JSON.parse(event.data) }))
    })
  }
  document.addEventListener('visibilitychange', follow)
  follow()

  return {
    onTrace: (heard) =>
      listen(events, 'trace', (event) => heard((event as MessageEvent<TraceSummary>).data)),
    onReturn: (heard) => listen(events, 'return', heard),
    useState() {
      const [now, setNow] = useState(state)
      useEffect(() => {
        setNow(state)
        return listen(events, 'change', () => setNow(state))
      }, [])
      return now
    },
  }
}

function listen(target: EventTarget, name: string, heard: (event: Event) => void): () => void {
  target.addEventListener(name, heard)
  return () => target.removeEventListener(name, heard)
}
