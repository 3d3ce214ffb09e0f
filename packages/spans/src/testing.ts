/** Traces for tests, said in a few words; not published. */
import type { Attributes, Span, SpanKind, Trace } from './model.ts'
import { buildTree, walk } from './tree.ts'

export interface SpanDraft {
  id: number
  parent?: number | undefined
  service?: string
  name?: string
  kind?: SpanKind
  /** Milliseconds. */
  start?: number
  duration?: number
  failed?: boolean
  attributes?: Attributes
  links?: number[]
  resource?: Attributes
}

export const testTraceId = '0af7651916cd43dd8448eb211c80319c'
const origin = 1_700_000_000_000_000_000n

export function makeSpan(draft: SpanDraft): Span {
  const startTime = origin + milliseconds(draft.start ?? 0)
  return {
    traceId: testTraceId,
    spanId: toSpanId(draft.id),
    ...(draft.parent !== undefined && { parentSpanId: toSpanId(draft.parent) }),
    name: draft.name ?? 'step',
    kind: draft.kind ?? 'internal',
    service: draft.service ?? 'orders',
    startTime,
    endTime: startTime + milliseconds(draft.duration ?? 1),
    status: { code: draft.failed ? 'error' : 'unset' },
    attributes: draft.attributes ?? {},
    events: [],
    links: (draft.links ?? []).map((id) => ({
      traceId: testTraceId,
      spanId: toSpanId(id),
      attributes: {},
    })),
    resource: draft.resource ?? {},
    scope: { name: 'test' },
  }
}

export function makeTrace(drafts: SpanDraft[]): Trace {
  return { traceId: testTraceId, spans: drafts.map(makeSpan) }
}

export function toSpanId(id: number): string {
  return id.toString(16).padStart(16, '0')
}

function milliseconds(value: number): bigint {
  return BigInt(Math.round(value * 1_000_000))
}

/** A trace as its tree: `service: name`, a line each, two spaces a level. */
export function outline(trace: Trace | undefined): string {
  const nodes = trace ? [...walk(buildTree(trace))] : []
  return nodes
    .map(({ node: { span }, depth }) => `${'  '.repeat(depth)}${span.service}: ${span.name}\n`)
    .join('')
}
