import { useEffect, useRef } from 'preact/hooks'
import { type Diagnosis, fetchDiagnosis } from '../net/trace-api.ts'
import { useLoad } from '../net/use-load.ts'
import type { TraceTree } from '../trace/tree.ts'
import { isYoung } from '../trace/use-trace.ts'

/** A growing trace is diagnosed when it pauses, since the backend reads all of it each time. */
const pauseMs = 1000
const lastMs = 4000

/** Asked again when the trace has grown, and while its log lines may still be on their way. */
export function useDiagnosis(tree: TraceTree | undefined): {
  diagnosis: Diagnosis | undefined
  error: Error | undefined
} {
  const { value, error, reload } = useLoad(tree?.traceId ?? '', async () =>
    tree ? fetchDiagnosis(tree.traceId) : undefined,
  )
  const known = useRef<TraceTree | undefined>(undefined)
  useEffect(() => {
    if (!tree) return
    const hasGrown = known.current?.traceId === tree.traceId
    known.current = tree
    const delays = isYoung(tree) ? [pauseMs, lastMs] : hasGrown ? [pauseMs] : []
    const timers = delays.map((ms) => setTimeout(reload, ms))
    return () => timers.forEach(clearTimeout)
  }, [tree, reload])
  return { diagnosis: value, error }
}
