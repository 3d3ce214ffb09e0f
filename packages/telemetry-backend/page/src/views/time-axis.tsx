import { formatDuration } from '../format.ts'
import { percent, type Range, ticks } from '../trace/axis.ts'

export function TimeAxis(props: { range: Range }) {
  const { range } = props
  return (
    <thead>
      <tr class="axis" aria-rowindex={1}>
        <th scope="col" class="name">
          Span
        </th>
        <th scope="col" class="lane" aria-label="Time">
          {ticks(range, 6)
            .filter((at) => percent(range, at) < 93) // the last one's text would be cut off
            .map((at) => (
              <span key={at} class="tick" style={{ left: `${percent(range, at)}%` }}>
                {at === 0 ? '0' : formatDuration(at)}
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
      {ticks(range, 6).map((at) => (
        <i key={at} style={{ left: `${percent(range, at)}%` }} />
      ))}
      {selection && (
        <b style={{ left: `${selection.left}%`, width: `${selection.right - selection.left}%` }} />
      )}
    </div>
  )
}
