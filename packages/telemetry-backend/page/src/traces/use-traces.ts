import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { fetchSummaries, type TraceSummary } from '../net/api.ts'
import type { Live } from '../net/live.ts'
import { useLoad } from '../net/use-load.ts'
import { readTag } from './filter.ts'
import { mergeSummaries, splitNew, tracesAtMost } from './list.ts'

const flushMs = 150

/**
 * The recent traces, kept fresh. While `hold` is on, a new trace waits, so that the row under the
 * pointer stays there; a trace that is shown changes in its place all the time.
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
  // A summary does not tell the attributes of its spans: the backend is asked again.
  const seeks = readTag(tag) !== undefined
  useEffect(() => batched(live, seeks ? reload : hear), [live, hear, reload, seeks])
  const tagged = useMemo(
    // Until the answer has come, what is shown stays.
    () => (seeks && value ? new Set(value.map(({ traceId }) => traceId)) : undefined),
    [value, seeks],
  )
  useEffect(() => live.onReturn(reload), [live, reload])

  return { rows, tagged, error, reload, fresh, waiting, showWaiting: () => show(waiting) }
}

/** A busy backend tells of hundreds of traces a second: they are drawn a few times a second. */
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
