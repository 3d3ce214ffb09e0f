import { useMemo, useRef } from 'preact/hooks'
import { compareTraces } from '../compare/compare-traces.ts'
import { formatDuration, plural } from '../format.ts'
import { linkKeys } from '../move-focus.ts'
import { compareHref, navigate, traceHref } from '../router.ts'
import type { TraceTree } from '../trace/tree.ts'
import { useKeys } from '../use-keys.ts'
import { useWindow } from '../use-window.ts'
import { ColumnHeads } from './column-heads.tsx'
import { CompareRow } from './compare-row.tsx'
import { KeyHints } from './key-hints.tsx'

const height = 26
const mostSentences = 8

/** Both trees laid over each other: what is only in one, what failed, and where the time went. */
export function CompareView(props: { first: TraceTree; second: TraceTree }) {
  const { first, second } = props
  const { sentences, rows, largestDelta } = useMemo(
    () => compareTraces(first, second),
    [first, second],
  )
  const scroller = useRef<HTMLDivElement>(null)
  const { first: top, end } = useWindow(scroller, { count: rows.length, height })
  useKeys({
    ...linkKeys(scroller, 'a.compared-span'),
    s: () => navigate(compareHref(second.traceId, first.traceId), 'replace'),
    Escape: () => navigate(traceHref(second.traceId)),
  })

  return (
    <>
      <main class="compare">
        <section class="sentences" aria-label="What is different">
          <h1>
            {sentences.length === 0 ? 'Both are the same tree' : 'The trees differ'}, and the second
            took {moreOrLess(second.duration - first.duration)}.
          </h1>
          <ul>
            {sentences.slice(0, mostSentences).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
            {sentences.length > mostSentences && (
              <li>and {plural(sentences.length - mostSentences, 'more difference')} below</li>
            )}
          </ul>
        </section>
        <div ref={scroller} class="compare-rows">
          <table aria-label="Spans of both traces" aria-rowcount={rows.length + 1}>
            <ColumnHeads names={columns} />
            <tbody style={{ height: `${rows.length * height}px` }}>
              {rows.slice(top, end).map((row, i) => (
                <CompareRow
                  key={top + i}
                  row={row}
                  index={top + i}
                  height={height}
                  largestDelta={largestDelta}
                />
              ))}
            </tbody>
          </table>
        </div>
      </main>
      <KeyHints
        keys={[
          ['j k', 'move'],
          ['Enter', 'to the span'],
          ['s', 'swap the two'],
          ['Esc', 'to the second trace'],
        ]}
        legend="the bar: own time, without the spans below; right is slower"
      />
    </>
  )
}

const columns = ['Span', 'First', 'Second', 'Difference', 'Own time', 'What is otherwise']

function moreOrLess(ms: number): string {
  return ms === 0 ? 'as long' : `${formatDuration(Math.abs(ms))} ${ms > 0 ? 'more' : 'less'}`
}
