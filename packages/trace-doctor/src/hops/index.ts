/** The hops of a trace and what became of the context on each: what needs nothing of Node. */
export { addressOf } from '../call.ts'
export { isBorder } from './border.ts'
export type { Hop } from './find-hops.ts'
export { type JudgedHop, judgeHops, judgeHopsOf } from './judge-hops.ts'
export {
  type ContextHeader,
  contextHeaders,
  type Recorded,
  type RecordedHeaders,
} from './recorded-headers.ts'
export { readTraceparent, type Traceparent } from './traceparent.ts'
export type { HopHeaders, Verdict } from './verdict.ts'
