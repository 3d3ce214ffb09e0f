import { useEffect, useRef, useState } from 'preact/hooks'
import { fetchTrace, type TraceSummary } from '../net/api.ts'
import { httpStatus, type ServiceShare, serviceShares } from '../trace/measure.ts'
import { buildTree } from '../trace/tree.ts'

/** What a summary does not hold and the list shows. */
export interface TraceFacts {
  status: number | undefined
  shares: ServiceShare[]
}

const spansAtMost = 1000 // a larger trace is megabytes: its row does without

/** Reads the newest traces of the list one after the other, again when one has grown. */
export function useFacts(rows: TraceSummary[]): ReadonlyMap<string, TraceFacts> {
  const [facts, setFacts] = useState<ReadonlyMap<string, TraceFacts>>(new Map())
  const read = useRef(new Map<string, string>())
  useEffect(() => {
    let wanted = true
    setFacts((known) => forRows(rows, known))
    read.current = forRows(rows, read.current)
    const readAll = async () => {
      for (const row of rows) {
        const version = `${row.spanCount} ${row.maxEndTimeUnixNano}`
        if (row.spanCount > spansAtMost || read.current.get(row.traceId) === version) continue
        const found = await readFacts(row.traceId)
        if (!wanted) return
        read.current.set(row.traceId, version)
        if (found) setFacts((known) => new Map([...known, [row.traceId, found]]))
      }
    }
    void readAll()
    return () => {
      wanted = false
    }
  }, [rows])
  return facts
}

function forRows<T>(rows: TraceSummary[], known: ReadonlyMap<string, T>): Map<string, T> {
  const ids = new Set(rows.map((row) => row.traceId))
  return new Map([...known].filter(([traceId]) => ids.has(traceId)))
}

/** Nothing when it cannot be read: the row stays as it is, the list itself reports what is wrong. */
async function readFacts(traceId: string): Promise<TraceFacts | undefined> {
  const [first, ...more] = await fetchTrace(traceId).catch(() => [])
  if (!first) return undefined
  const tree = buildTree([first, ...more])
  return { status: httpStatus(tree.roots[0]), shares: serviceShares(tree) }
}
