import type { TraceSummary } from '../net/api.ts'

/** A summary for a test: it starts at `start` ms and lasts 10 ms. */
export function summary(
  traceId: string,
  start: number,
  more: Partial<TraceSummary> = {},
): TraceSummary {
  return {
    traceId,
    rootServiceName: 'gateway',
    rootOperationName: 'POST /orders',
    minStartTimeUnixNano: `${start}000000`,
    maxEndTimeUnixNano: `${start + 10}000000`,
    spanCount: 2,
    errorSpanCount: 0,
    orphanSpanCount: 0,
    services: [
      { name: 'gateway', spanCount: 1, errorSpanCount: 0, selfTimeNanos: 5_000_000 },
      { name: 'orders', spanCount: 1, errorSpanCount: 0, selfTimeNanos: 5_000_000 },
    ],
    ...more,
  }
}
