import { useRef } from 'preact/hooks'
import { exactTime, formatTime } from '../format.ts'
import { moveFocus } from '../move-focus.ts'
import { navigate, traceHref } from '../router.ts'
import { colourOf } from '../services.ts'
import type { LogLine } from '../trace/lines.ts'
import type { TraceTree } from '../trace/tree.ts'
import { useKeys } from '../use-keys.ts'
import { useMedia } from '../use-media.ts'
import { useWindow } from '../use-window.ts'
import { KeyHints } from './key-hints.tsx'
import { LineText } from './line-text.tsx'
import { ServiceName } from './service-name.tsx'

/** Every line of the trace in the order of time; a line leads to the span that wrote it. */
export function TraceLogs(props: {
  tree: TraceTree
  lines: LogLine[]
  spanId: string | undefined
}) {
  const { tree, lines } = props
  const scroller = useRef<HTMLElement>(null)
  const height = useMedia('(max-width: 640px)') ? 48 : 26
  const { first, end } = useWindow(scroller, { count: lines.length, height })
  const move = (by: number) => moveFocus(scroller.current, 'a.line', by)
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Escape: () =>
      navigate(traceHref(tree.traceId, { ...(props.spanId && { spanId: props.spanId }) })),
  })

  return (
    <>
      <main ref={scroller} class="trace-logs">
        {lines.length === 0 && <p class="nothing">No log line carries this trace's id.</p>}
        <ol aria-label="Log lines" style={{ height: `${lines.length * height}px` }}>
          {lines.slice(first, end).map((line, i) => (
            <LogRow
              key={first + i}
              tree={tree}
              line={line}
              top={(first + i) * height}
              at={props.spanId}
            />
          ))}
        </ol>
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

function LogRow(props: { tree: TraceTree; line: LogLine; top: number; at: string | undefined }) {
  const { tree, line } = props
  const node = tree.nodes.get(line.spanId ?? '')
  const content = (
    <>
      <time title={exactTime(line.time)}>{formatTime(line.time)}</time>
      <ServiceName service={line.service} />
      <span class={`level ${line.level}`}>{line.level}</span>
      <span class="span-name">{node?.span.name}</span>
      <LineText line={line} />
    </>
  )
  const selected = line.spanId !== undefined && line.spanId === props.at
  return (
    <li
      class={`${colourOf(line.service)} ${selected ? 'selected' : ''}`}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      {node ? (
        <a class="line" href={traceHref(tree.traceId, { spanId: node.span.spanId })}>
          {content}
        </a>
      ) : (
        <span class="line">{content}</span>
      )}
    </li>
  )
}
