import type { Span } from '@onetrace/spans'
import { layOut, type TraceTree } from './tree.ts'

/** A span for a test: `span('b', 'a', 10, 20)` is b below a, from 10 to 20 ms. */
export function span(
  spanId: string,
  parentSpanId: string | undefined,
  from: number,
  to: number,
  more: Partial<Span> = {},
): Span {
  return {
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    spanId,
    ...(parentSpanId && { parentSpanId }),
    name: spanId,
    kind: 'internal',
    service: 'gateway',
    startTime: BigInt(Math.round(from * 1e6)),
    endTime: BigInt(Math.round(to * 1e6)),
    status: { code: 'unset' },
    attributes: {},
    events: [],
    links: [],
    resource: {},
    scope: { name: 'test' },
    ...more,
  }
}

export function treeOf(spans: Span[]): TraceTree {
  const tree = layOut({ traceId: spans[0]?.traceId ?? '', spans })
  if (!tree) throw new Error('expected spans, got none')
  return tree
}
