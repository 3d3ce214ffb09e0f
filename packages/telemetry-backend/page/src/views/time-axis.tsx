import type { ComponentChildren } from 'preact'
import { percent, type Range, tickLabel, ticks } from '../trace/axis.ts'

const most = 6

export function TimeAxis(props: {
  head: ComponentChildren
  range: Range
  onReset: (() => void) | undefined
}) {
  const { range } = props
  return (
    <thead>
      <tr class="axis" aria-rowindex={1}>
        <th scope="col" class="name" aria-label="Span">
          {props.head}
          {props.onReset && (
            <button type="button" onClick={props.onReset}>
              Show the whole trace
            </button>
          )}
        </th>
        <th scope="col" class="lane" aria-label="Time">
          {ticks(range, most)
            .filter((at) => percent(range, at) < 93) // the last one's text would be cut off
            .map((at) => (
              <span key={at} class="tick" style={{ left: `${percent(range, at)}%` }}>
                {tickLabel(range, at, most)}
              </span>
            ))}
        </th>
        <th scope="col" class="took">
          Duration
        </th>
      </tr>
    </thead>
  )
}

export function GridLines(props: {
  range: Range
  selection: { left: number; right: number } | undefined
}) {
  const { range, selection } = props
  return (
    <div class="grid-lines" aria-hidden="true">
      {ticks(range, most).map((at) => (
        <i key={at} style={{ left: `${percent(range, at)}%` }} />
      ))}
      {selection && (
        <b style={{ left: `${selection.left}%`, width: `${selection.right - selection.left}%` }} />
      )}
    </div>
  )
}
