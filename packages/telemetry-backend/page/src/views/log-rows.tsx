import { toRfc3339 } from '@onetrace/spans'
import { useRef } from 'preact/hooks'
import { formatTime } from '../format.ts'
import { linkKeys } from '../move-focus.ts'
import { colorOf } from '../services.ts'
import type { LogLine } from '../trace/lines.ts'
import { useKeys } from '../use-keys.ts'
import { useMedia } from '../use-media.ts'
import { useWindow } from '../use-window.ts'
import { LineText } from './line-text.tsx'
import { ServiceName } from './service-name.tsx'

export interface LogRow {
  href: string | undefined
  /** The span or trace of the line, where its link leads to one. */
  place: string | undefined
  selected?: boolean
}

/** Log lines, of which only those near the visible part exist. */
export function LogRows(props: {
  lines: LogLine[]
  rowOf: (line: LogLine) => LogRow
  onEscape: () => void
}) {
  const { lines, rowOf } = props
  const scroller = useRef<HTMLDivElement>(null)
  const height = useMedia('(max-width: 640px)') ? 48 : 26
  const { first, end } = useWindow(scroller, { count: lines.length, height })
  useKeys({
    ...linkKeys(scroller, 'a.line'),
    Escape: props.onEscape,
  })

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls by it, where no line is a link
    <section ref={scroller} class="log-rows" tabIndex={0} aria-label="Scrolled lines">
      <ol aria-label="Log lines" style={{ height: `${lines.length * height}px` }}>
        {lines.slice(first, end).map((line, i) => (
          <Row key={first + i} line={line} row={rowOf(line)} top={(first + i) * height} />
        ))}
      </ol>
    </section>
  )
}

function Row(props: { line: LogLine; row: LogRow; top: number }) {
  const { line, row } = props
  const content = (
    <>
      <time title={toRfc3339(line.time)}>{formatTime(line.time)}</time>
      <ServiceName service={line.service} />
      <span class={`level ${line.level}`}>{line.level}</span>
      <span class="place">{row.place}</span>
      <LineText line={line} />
    </>
  )
  return (
    <li
      class={`${colorOf(line.service)} ${row.selected ? 'selected' : ''}`}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      {row.href ? (
        <a class="line" href={row.href}>
          {content}
        </a>
      ) : (
        <span class="line">{content}</span>
      )}
    </li>
  )
}
