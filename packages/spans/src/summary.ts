import type { Trace } from './model.ts'
import { buildTree } from './tree.ts'

export interface TraceSummary {
  traceId: string
  service: string
  name: string
  /** Unix nanoseconds. */
  start: bigint
  end: bigint
  spans: number
  errors: number
  services: string[]
}

export function summarize(trace: Trace): TraceSummary {
  const { traceId, spans } = trace
  const root = buildTree(trace)[0]?.span
  const first = root?.startTime ?? 0n
  return {
    traceId,
    service: root?.service ?? '',
    name: root?.name ?? '',
    start: spans.reduce((least, { startTime: t }) => (t < least ? t : least), first),
    end: spans.reduce((most, { endTime: t }) => (t > most ? t : most), first),
    spans: spans.length,
    errors: spans.filter(({ status }) => status.code === 'error').length,
    services: [...new Set(spans.map(({ service }) => service))],
  }
}
