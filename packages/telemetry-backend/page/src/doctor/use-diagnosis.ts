import { useEffect } from 'preact/hooks'
import { type Diagnosis, fetchDiagnosis } from '../net/trace-api.ts'
import { useLoad } from '../net/use-load.ts'
import type { TraceTree } from '../trace/tree.ts'
import { isYoung, laterMs } from '../trace/use-trace.ts'

/** Asked again when the trace has grown, and while its log lines may still be on their way. */
export function useDiagnosis(tree: TraceTree | undefined): {
  diagnosis: Diagnosis | undefined
  error: Error | undefined
} {
  const { value, error, reload } = useLoad(tree?.traceId ?? '', async () =>
    tree ? fetchDiagnosis(tree.traceId) : undefined,
  )
  useEffect(() => {
    if (!tree) return
    reload()
    const timers = isYoung(tree) ? laterMs.map((ms) => setTimeout(reload, ms)) : []
    return () => timers.forEach(clearTimeout)
  }, [tree, reload])
  return { diagnosis: value, error }
}
