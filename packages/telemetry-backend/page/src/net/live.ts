import { useEffect, useState } from 'preact/hooks'
import type { TraceSummary } from './api.ts'

export type LiveState = 'connecting' | 'live' | 'lost'

export interface Live {
  /** Calls back with every trace that is new or has changed. */
  onTrace: (heard: (summary: TraceSummary) => void) => () => void
  /** Calls back when the connection is there again: what happened meanwhile has to be read. */
  onReturn: (heard: () => void) => () => void
  useState: () => LiveState
}

/** One connection for the whole page; the browser itself connects again when it is lost. */
export function connectLive(path: string): Live {
  const source = new EventSource(path)
  const states = new EventTarget()
  let state: LiveState = 'connecting'
  const become = (next: LiveState) => {
    const returned = state === 'lost' && next === 'live'
    state = next
    states.dispatchEvent(new Event('change'))
    if (returned) states.dispatchEvent(new Event('return'))
  }
  source.addEventListener('open', () => become('live'))
  source.addEventListener('error', () => become('lost'))
  return {
    onTrace: (heard) =>
      listen(source, 'trace', (event) => {
        heard(JSON.parse((event as MessageEvent<string>).data))
      }),
    onReturn: (heard) => listen(states, 'return', heard),
    useState() {
      const [now, setNow] = useState(state)
      useEffect(() => {
        setNow(state)
        return listen(states, 'change', () => setNow(state))
      }, [])
      return now
    },
  }
}

function listen(target: EventTarget, name: string, heard: (event: Event) => void): () => void {
  target.addEventListener(name, heard)
  return () => target.removeEventListener(name, heard)
}
