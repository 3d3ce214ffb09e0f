import { useMemo, useRef, useState } from 'preact/hooks'
import { plural } from '../format.ts'
import { moveFocus } from '../move-focus.ts'
import type { TraceSummary } from '../net/api.ts'
import type { Live } from '../net/live.ts'
import { navigate } from '../router.ts'
import { filterHref, isFiltering, matchesFilter, readFilter } from '../traces/filter.ts'
import { tracesAtMost } from '../traces/list.ts'
import { comparisonOf, toggleMark } from '../traces/marks.ts'
import { useTraces } from '../traces/use-traces.ts'
import { useKeys } from '../use-keys.ts'
import { FirstTrace } from './first-trace.tsx'
import { KeyHints } from './key-hints.tsx'
import { LiveMark } from './live-mark.tsx'
import { LossNote } from './loss-note.tsx'
import { PageHeader } from './page-header.tsx'
import { TraceFilters } from './trace-filters.tsx'
import { TraceList } from './trace-list.tsx'

export function TracesPage(props: { query: URLSearchParams; live: Live }) {
  const filter = readFilter(props.query)
  const [pointed, setPointed] = useState(false)
  const traces = useTraces(props.live, filter, pointed)
  const [marked, setMarked] = useState<string[]>([])
  const main = useRef<HTMLElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const services = useMemo(() => servicesOf(traces.rows ?? []), [traces.rows])
  const address = filterHref(filter)
  const isWanted = (row: TraceSummary) =>
    matchesFilter(row, filter) && (traces.tagged?.has(row.traceId) ?? true)
  const rows = useMemo(() => traces.rows?.filter(isWanted), [traces.rows, traces.tagged, address])
  const waiting = traces.waiting.filter(isWanted)
  const comparison = comparisonOf(marked, traces.rows ?? [])
  useKeys({
    '/': () => search.current?.select(),
    c: () => comparison && navigate(comparison),
  })
  document.title = 'Traces · onetrace'

  return (
    <>
      <PageHeader current="traces">
        <TraceFilters
          filter={filter}
          services={services}
          search={search}
          onChange={(next) => navigate(filterHref(next), 'replace')}
          onDone={() => moveFocus(main.current, 'a.operation', 0)}
        />
        <LiveMark live={props.live} />
      </PageHeader>
      <main ref={main} class="traces">
        <h1 class="unseen">Recent traces</h1>
        {traces.error && (
          <p class="trouble" role="alert">
            The backend did not answer: {traces.error.message}.{' '}
            <button type="button" onClick={traces.reload}>
              Try again
            </button>
          </p>
        )}
        {rows && rows.length > 0 && (
          <>
            <TraceList
              rows={rows}
              fresh={traces.fresh}
              marked={marked}
              onMark={(traceId) => setMarked((ids) => toggleMark(ids, traceId))}
              onPoint={setPointed}
            />
            {traces.rows?.length === tracesAtMost && (
              <p class="note">
                These are from the newest {tracesAtMost} traces. An older one opens by its id.
              </p>
            )}
            <LossNote of="traces" />
          </>
        )}
        {rows?.length === 0 && !isFiltering(filter) && <FirstTrace />}
        {rows?.length === 0 && isFiltering(filter) && (
          <p class="nothing">
            No trace here matches. <a href="/">Show all traces</a>
          </p>
        )}
        {!rows && !traces.error && <p class="nothing late">Reading the recent traces</p>}
        {pointed && waiting.length > 0 && (
          <button type="button" class="waiting" onClick={traces.showWaiting}>
            Show {waiting.length === tracesAtMost && 'the newest '}
            {plural(waiting.length, 'new trace')}
          </button>
        )}
        {marked.length > 0 && (
          <p class="marked" role="status">
            {comparison ? (
              <a href={comparison}>Compare the two marked traces</a>
            ) : (
              'Mark another trace to compare the two.'
            )}{' '}
            <button type="button" onClick={() => setMarked([])}>
              Unmark
            </button>
          </p>
        )}
      </main>
      <KeyHints
        keys={[
          ['j k', 'move'],
          ['Enter', 'open'],
          ['/', 'search'],
          ['x', 'mark'],
          ['c', 'compare the two marked'],
          ['paste', 'a trace id or traceparent to open it'],
        ]}
      />
    </>
  )
}

function servicesOf(rows: { services: { name: string }[] }[]): string[] {
  return [...new Set(rows.flatMap((row) => row.services.map(({ name }) => name)))].sort()
}
