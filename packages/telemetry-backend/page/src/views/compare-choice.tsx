import { toRfc3339 } from '@onetrace/spans'
import { useRef } from 'preact/hooks'
import { formatDuration, formatTime } from '../format.ts'
import { linkKeys } from '../move-focus.ts'
import { fetchSummaries, type TraceSummary } from '../net/api.ts'
import { useLoad } from '../net/use-load.ts'
import { compareHref, navigate, traceHref } from '../router.ts'
import type { TraceTree } from '../trace/tree.ts'
import { durationOf, servicesOf, startOf, tracesAtMost } from '../traces/list.ts'
import { useKeys } from '../use-keys.ts'
import { KeyHints } from './key-hints.tsx'
import { PageHeader } from './page-header.tsx'
import { ShareBar } from './share-bar.tsx'
import { TraceBrief } from './trace-brief.tsx'

/** The other recent traces of the same operation, to compare a trace with. */
export function CompareChoice({ tree }: { tree: TraceTree }) {
  const root = tree.root.span
  const { value, error } = useLoad(root.service, () => fetchSummaries(root.service, tracesAtMost))
  const alike = value?.filter((summary) => isAlike(summary, tree))
  const longest = Math.max(0, ...(alike ?? []).map(durationOf))
  const list = useRef<HTMLUListElement>(null)
  useKeys({
    ...linkKeys(list, 'a'),
    Escape: () => navigate(traceHref(tree.traceId)),
  })

  return (
    <>
      <PageHeader>
        <TraceBrief word="compare" tree={tree} />
      </PageHeader>
      <main class="compare-choice">
        <h1>With which earlier or later one?</h1>
        {error && (
          <p class="trouble" role="alert">
            The recent traces could not be read: {error.message}.
          </p>
        )}
        {alike?.length === 0 && (
          <p class="nothing">
            No other trace of {root.name} is here. <a href="/">See the recent traces</a>, where any
            two can be marked.
          </p>
        )}
        <ul ref={list}>
          {alike?.map((summary) => (
            <li key={summary.traceId}>
              <a href={compareHref(summary.traceId, tree.traceId)}>
                <time title={toRfc3339(startOf(summary))}>{formatTime(startOf(summary))}</time>
                <span>{summary.httpStatus}</span>
                <span>{formatDuration(durationOf(summary))}</span>
                <ShareBar
                  services={servicesOf(summary)}
                  part={longest > 0 ? durationOf(summary) / longest : 0}
                />
                <span class="error-text">{summary.errorSpanCount > 0 && 'error'}</span>
              </a>
            </li>
          ))}
        </ul>
      </main>
      <KeyHints
        keys={[
          ['j k', 'move'],
          ['Enter', 'compare'],
          ['Esc', 'back to the trace'],
        ]}
      />
    </>
  )
}

function isAlike(summary: TraceSummary, { traceId, root: { span } }: TraceTree): boolean {
  return (
    summary.traceId !== traceId &&
    summary.rootServiceName === span.service &&
    summary.rootOperationName === span.name
  )
}
