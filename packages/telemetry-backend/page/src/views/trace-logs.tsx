import { linesAtMost } from '../net/api.ts'
import { navigate, traceHref } from '../router.ts'
import type { LogLine } from '../trace/lines.ts'
import type { TraceTree } from '../trace/tree.ts'
import { KeyHints } from './key-hints.tsx'
import { LogRows } from './log-rows.tsx'
import { LossNote } from './loss-note.tsx'

/** Every line of the trace in the order of time; a line leads to the span that wrote it. */
export function TraceLogs(props: {
  tree: TraceTree
  lines: LogLine[]
  spanId: string | undefined
}) {
  const { tree, lines, spanId } = props
  const rowOf = (line: LogLine) => {
    const node = tree.nodes.get(line.spanId ?? '')
    return {
      href: node && traceHref(tree.traceId, { spanId: node.span.spanId }),
      place: node?.span.name,
      selected: line.spanId !== undefined && line.spanId === spanId,
    }
  }
  const back = () => navigate(traceHref(tree.traceId, { ...(spanId && { spanId }) }))

  return (
    <>
      <main class="logs">
        {lines.length === 0 && (
          <p class="nothing">
            No log line has this trace's id beside it, as the structured metadata{' '}
            <code>trace_id</code>.
          </p>
        )}
        {lines.length === 0 && <LossNote of="logs" />}
        {lines.length === linesAtMost && (
          <p class="note">These are the first {linesAtMost.toLocaleString('en')} lines.</p>
        )}
        <LogRows lines={lines} rowOf={rowOf} onEscape={back} />
      </main>
      <KeyHints
        keys={[
          ['j k', 'move'],
          ['Enter', 'to the span'],
          ['Esc', 'back'],
        ]}
      />
    </>
  )
}
