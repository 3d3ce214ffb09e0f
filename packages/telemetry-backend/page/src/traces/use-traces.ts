import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { fetchSummaries, type TraceSummary } from '../net/api.ts'
import type { Live } from '../net/live.ts'
import { useLoad } from '../net/use-load.ts'
import { readTag } from './filter.ts'
import { mergeSummaries, splitNew, tracesAtMost } from './list.ts'

const flushMs = 150

/**
 * The recent traces, which are kept up to date. While `hold` is on, new traces wait, so that the
 * row under the pointer stays there. Traces that are shown already still change in their place.
 */
export function useTraces(live: Live, asked: { service: string; tag: string }, hold: boolean) {
  const { service, tag } = asked
  const { value, error, reload } = useLoad(JSON.stringify([service, tag]), () =>
    fetchSummaries(service, tracesAtMost, readTag(tag)),
  )
  const [rows, setRows] = useState<TraceSummary[]>()
  const [waiting, setWaiting] = useState<TraceSummary[]>([])
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const shown = useRef<TraceSummary[] | undefined>(undefined)
  shown.current = rows

  const show = useCallback((traces: TraceSummary[]) => {
    if (traces.length === 0) return
    setRows((list) => mergeSummaries(list ?? [], traces))
    setFresh((ids) => new Set([...traces.map((trace) => trace.traceId), ...[...ids].slice(0, 200)]))
    setWaiting([])
  }, [])

  useEffect(() => {
    if (!hold) show(waiting)
  }, [hold, waiting, show])

  const hear = useCallback((heard: TraceSummary[]) => {
    const { old, fresh } = splitNew(shown.current, heard)
    if (old.length > 0 || !shown.current) setRows((list) => mergeSummaries(list ?? [], old))
    if (fresh.length > 0) setWaiting((list) => mergeSummaries(list, fresh))
  }, [])
  useEffect(() => {
    if (value) hear(value)
  }, [value, hear])
  // A summary does not hold the attributes of spans, so the backend is asked.
  const seeks = readTag(tag) !== undefined
  useEffect(() => batched(live, seeks ? reload : hear), [live, hear, reload, seeks])
  const tagged = useMemo(
    // The list stays as it is until the answer has come.
    () => (seeks && value ? new Set(value.map(({ traceId }) => traceId)) : undefined),
    [value, seeks],
  )
  useEffect(() => live.onReturn(reload), [live, reload])

  return { rows, tagged, error, reload, fresh, waiting, showWaiting: () => show(waiting) }
}

/**
 * A busy backend sends hundreds of traces a second, which are drawn together a few times a second.
 */
function batched(live: Live, hear: (heard: TraceSummary[]) => void): () => void {
  const heard = new Map<string, TraceSummary>()
  const timer = setInterval(() => {
    if (heard.size === 0) return
    hear([...heard.values()])
    heard.clear()
  }, flushMs)
  const stop = live.onTrace((summary) => heard.set(summary.traceId, summary))
  return () => {
    stop()
    clearInterval(timer)
  }
}
