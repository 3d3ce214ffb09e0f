import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { linkKeys } from '../move-focus.ts'
import type { TraceSummary } from '../net/api.ts'
import { visited } from '../router.ts'
import { barScale } from '../traces/bar-scale.ts'
import { durationOf } from '../traces/list.ts'
import { useKeys } from '../use-keys.ts'
import { ColumnHeads } from './column-heads.tsx'
import { TraceListRow } from './trace-list-row.tsx'

/**
 * Only one link of the rows can have the focus: Tab passes the list in one step, j and k go through
 * it.
 */
export function TraceList(props: {
  rows: TraceSummary[]
  fresh: ReadonlySet<string>
  /** The traces that will be compared; at most two. */
  marked: string[]
  onMark: (traceId: string) => void
  onPoint: (pointed: boolean) => void
}) {
  const { rows, fresh, marked, onMark, onPoint } = props
  const list = useRef<HTMLTableElement>(null)
  const [at, setAt] = useState<string>()
  const current = rows.some((row) => row.traceId === at) ? at : rows[0]?.traceId
  const full = useMemo(() => barScale(rows.map(durationOf)), [rows])

  useEffect(() => {
    list.current?.querySelector<HTMLElement>(`[data-trace="${visited.traceId}"]`)?.focus()
  }, [])

  useKeys({
    ...linkKeys(list, 'a.operation'),
    x: () => {
      const traceId = document.activeElement?.getAttribute('data-trace')
      if (traceId) onMark(traceId)
    },
    Escape: () => (document.activeElement as HTMLElement | null)?.blur(),
  })

  return (
    <table
      ref={list}
      aria-label="Recent traces"
      class="trace-list"
      onMouseEnter={() => onPoint(true)}
      onMouseLeave={() => onPoint(false)}
    >
      <ColumnHeads names={columns} />
      <tbody>
        {rows.map((row) => (
          <TraceListRow
            key={row.traceId}
            row={row}
            part={full > 0 ? durationOf(row) / full : 0}
            fresh={fresh.has(row.traceId)}
            marked={marked.includes(row.traceId)}
            onMark={() => onMark(row.traceId)}
            tabIndex={row.traceId === current ? 0 : -1}
            onFocus={() => setAt(row.traceId)}
          />
        ))}
      </tbody>
    </table>
  )
}

const columns = [
  'Mark',
  'Time',
  'Service',
  'Operation',
  'Status',
  'Duration',
  'Time by service',
  'Spans by service',
  'Error',
]
