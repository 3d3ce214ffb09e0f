import { QueryView } from '../query-view.ts'
import { ArrayStore } from './array-store.ts'

interface Given {
  text: string
  /** Seconds after `epoch`. */
  at?: number
  labels?: Record<string, string>
  metadata?: Record<string, string>
}

export const epoch = 1_760_000_000n * 1_000_000_000n

/** A store with these lines, as a query sees it. */
export function viewOf(...lines: (Given | string)[]): QueryView {
  const store = new ArrayStore()
  for (const line of lines) {
    const {
      text,
      at = 0,
      labels = {},
      metadata = {},
    } = typeof line === 'string' ? { text: line } : line
    const time = epoch + BigInt(Math.round(at * 1e9))
    store.add({ text, time, labels: { app: 'x', ...labels }, metadata })
  }
  return new QueryView(store, Number.POSITIVE_INFINITY)
}
