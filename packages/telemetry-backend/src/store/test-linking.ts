import type { Span } from '@onetrace/spans'

/** A span for a test, with a link to a span of that trace. */
export function linking(traceId: string, to?: string): Span {
  return {
    traceId,
    spanId: '1'.repeat(16),
    name: 'process',
    kind: 'consumer',
    service: 'orders',
    startTime: 0n,
    endTime: 1n,
    status: { code: 'unset' },
    attributes: {},
    events: [],
    links: to ? [{ traceId: to, spanId: '2'.repeat(16), attributes: {} }] : [],
    resource: {},
    scope: { name: '' },
  }
}
