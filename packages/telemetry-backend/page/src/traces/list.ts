import type { ServiceSummary, TraceSummary } from '../net/api.ts'

export const tracesAtMost = 100

/**
 * A trace that is shown already changes in its place, so that no row moves when it grows. A new one
 * is put where its start belongs, with the newest first.
 */
export function mergeSummaries(list: TraceSummary[], incoming: TraceSummary[]): TraceSummary[] {
  const latest = new Map(incoming.map((summary) => [summary.traceId, summary]))
  const merged = list.map((old) => take(latest, old.traceId) ?? old)
  for (const summary of latest.values()) {
    const at = merged.findIndex((other) => startOf(other) <= startOf(summary))
    merged.splice(at < 0 ? merged.length : at, 0, summary)
  }
  return merged.slice(0, tracesAtMost)
}

/**
 * Separates new traces, which are pointed out, from those that are shown already or are older than
 * all that are shown. In the first list no trace is new; after an empty list all are.
 */
export function splitNew(
  shown: TraceSummary[] | undefined,
  heard: TraceSummary[],
): { old: TraceSummary[]; fresh: TraceSummary[] } {
  const ids = new Set(shown?.map((summary) => summary.traceId))
  const oldest = shown?.at(-1)
  const isFresh = (summary: TraceSummary) =>
    shown !== undefined &&
    !ids.has(summary.traceId) &&
    (oldest === undefined || startOf(summary) > startOf(oldest))
  return { old: heard.filter((s) => !isFresh(s)), fresh: heard.filter(isFresh) }
}

/**
 * The root's service first, then the others by name, so that the order of exports changes nothing.
 */
export function servicesOf({ services, rootServiceName }: TraceSummary): ServiceSummary[] {
  const isRoot = ({ name }: ServiceSummary) => Number(name === rootServiceName)
  return services.toSorted((a, b) => isRoot(b) - isRoot(a) || (a.name < b.name ? -1 : 1))
}

export function startOf(summary: TraceSummary): bigint {
  return BigInt(summary.minStartTimeUnixNano)
}

/** From the first start to the last end, in milliseconds. */
export function durationOf(summary: TraceSummary): number {
  return Math.max(0, Number(BigInt(summary.maxEndTimeUnixNano) - startOf(summary)) / 1e6)
}

function take<K, V>(map: Map<K, V>, key: K): V | undefined {
  const value = map.get(key)
  map.delete(key)
  return value
}
