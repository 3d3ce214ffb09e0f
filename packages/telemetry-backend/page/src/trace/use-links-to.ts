import { useEffect, useMemo } from 'preact/hooks'
import { fetchLinksTo, type LinkFrom } from '../net/trace-api.ts'
import { useLoad } from '../net/use-load.ts'
import type { TraceTree } from './tree.ts'
import { isYoung } from './use-trace.ts'

/** What a trace sets off comes after it. */
const laterMs = [500, 2000, 5000]

/**
 * The links to each span of a trace. They are asked for again, since a consumer's trace may come
 * later.
 */
export function useLinksTo(tree: TraceTree | undefined): Map<string, LinkFrom[]> {
  const { value, reload } = useLoad(tree?.traceId ?? '', async () =>
    tree ? fetchLinksTo(tree.traceId) : [],
  )
  useEffect(() => {
    const read = () => !document.hidden && reload()
    addEventListener('focus', read)
    const timers = tree && isYoung(tree) ? laterMs.map((ms) => setTimeout(reload, ms)) : []
    return () => {
      removeEventListener('focus', read)
      timers.forEach(clearTimeout)
    }
  }, [tree, reload])
  return useMemo(() => Map.groupBy(value ?? [], ({ toSpanId }) => toSpanId), [value])
}
