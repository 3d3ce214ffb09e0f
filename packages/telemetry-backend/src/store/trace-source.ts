import type { TraceStore } from './trace-store.ts'

/** What a question needs of a store: the store itself, or what a real Jaeger gave for it. */
export type TraceSource = Pick<TraceStore, 'get' | 'all' | 'hasEvicted' | 'linkingTo'>

/** What tells of traces as they change. */
export type TraceFeed = Pick<TraceStore, 'get' | 'onChange'>
