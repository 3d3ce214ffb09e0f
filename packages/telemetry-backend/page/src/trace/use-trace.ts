import { useEffect, useMemo } from 'preact/hooks'
import { fetchLines, fetchTrace } from '../net/api.ts'
import type { Live } from '../net/live.ts'
import { useLoad } from '../net/use-load.ts'
import type { LogLine } from './lines.ts'
import { layOut, milliseconds, type TraceTree } from './tree.ts'

const coalesceMs = 250

/** A trace, read again while it grows. `missing` when the backend does not hold it. */
export function useTrace(traceId: string, live: Live) {
  const { value, error, reload } = useLoad(traceId, () => fetchTrace(traceId))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = live.onTrace((summary) => {
      if (summary.traceId !== traceId || timer) return
      timer = setTimeout(() => {
        timer = undefined
        reload()
      }, coalesceMs)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [traceId, live, reload])
  useEffect(() => live.onReturn(reload), [live, reload])

  const tree = useMemo(() => value && layOut({ traceId, spans: value.spans }), [value])
  const missing = value?.spans.length === 0
  return { tree, missing, evicted: value?.evicted === true, error, reload }
}

/** Lines often arrive a moment later than spans, so for a young trace they are asked for again. */
const laterMs = [1000, 4000]
const youngMs = 15_000

export function isYoung(tree: TraceTree): boolean {
  return Date.now() - (milliseconds(tree.startTime) + tree.duration) < youngMs
}

export function useLines(tree: TraceTree | undefined): {
  lines: LogLine[]
  error: Error | undefined
} {
  const traceIds = tree ? [...new Set([tree.traceId, ...tree.homes.values()])] : []
  const { value, error, reload } = useLoad(traceIds.join(' '), async () => {
    const all = traceIds.map((traceId) => tree && fetchLines({ traceId, spans: spansOf(tree) }))
    return (await Promise.all(all)).flatMap((lines) => lines ?? []).sort(byTime)
  })
  useEffect(() => {
    if (!tree) return
    reload()
    const timers = isYoung(tree) ? laterMs.map((ms) => setTimeout(reload, ms)) : []
    return () => timers.forEach(clearTimeout)
  }, [tree, reload])
  return { lines: value ?? none, error }
}

const none: LogLine[] = []

function byTime(a: LogLine, b: LogLine): number {
  return Number(a.time - b.time)
}

function spansOf({ nodes }: TraceTree) {
  return [...nodes.values()].map(({ span }) => span)
}
