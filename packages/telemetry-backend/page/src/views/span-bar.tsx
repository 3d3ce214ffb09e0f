import { waitOf } from '@onetrace/spans'
import { formatDuration } from '../format.ts'
import { percent, type Range } from '../trace/axis.ts'
import type { Segment } from '../trace/critical-path.ts'
import type { LogLine } from '../trace/lines.ts'
import { thin } from '../trace/marks.ts'
import { isErrorOrigin, isHop, lineMoment } from '../trace/measure.ts'
import { milliseconds, type TreeNode } from '../trace/tree.ts'

export interface SpanBarProps {
  node: TreeNode
  range: Range
  start: bigint
  lines: LogLine[] | undefined
  critical: Segment[] | undefined
}

/**
 * A span's time, the part of it that the caller waited for, and a mark for each line that it wrote.
 */
export function SpanBar(props: SpanBarProps) {
  const { node, range } = props
  const closest = (range.to - range.from) / 500 // marks that are nearer would cover each other
  const segments = thin(props.critical ?? [], closest)
  return (
    <>
      <NetworkGaps node={node} range={range} />
      <WaitGap {...props} />
      <i
        class={`bar ${isErrorOrigin(node) ? 'error' : ''}`}
        style={placeBar(range, node.start, node.end)}
      />
      {segments.map(({ from, to }) => (
        <i key={from} class="critical" style={place(range, from, to)} />
      ))}
      {thin(lineTimes(props), closest).map(({ from, line }) => (
        <i
          key={from}
          class={`line-tick ${line.level}`}
          style={{ left: `${percent(range, from)}%` }}
          title={`${line.level} ${line.message}, at ${formatDuration(from)}`}
        />
      ))}
    </>
  )
}

/** The time that a call was between the two services, on its way there and back. */
function NetworkGaps(props: { node: TreeNode; range: Range }) {
  const { node, range } = props
  if (!node.parent || !isHop(node) || node.span.kind !== 'server') return null
  const { start, end } = node.parent
  return (
    <>
      {node.start > start && <i class="gap" style={place(range, start, node.start)} />}
      {end > node.end && <i class="gap" style={place(range, node.end, end)} />}
    </>
  )
}

/** From where less of the lane is left, words stand on the other side of what they speak of. */
const fitsBefore = 70

/** The time in which a message lay in the outbox: nobody worked, and it says so itself. */
function WaitGap({ node, range, start }: SpanBarProps) {
  const wait = waitOf(node, node.parent)
  if (!wait) return null
  const [from, to] = [milliseconds(wait.start - start), milliseconds(wait.end - start)]
  const [left, right] = [clamp(percent(range, from)), clamp(percent(range, to))]
  const behind = Math.max(0, percent(range, node.end))
  const words =
    right - left > 35
      ? { left: `${Math.max(0, left)}%` }
      : behind < fitsBefore
        ? { left: `${behind}%` }
        : { right: `${100 - Math.max(0, left)}%` }
  return (
    <>
      <i class="wait" style={place(range, from, to)} />
      {right > 0 && left < 100 && (
        <span class="wait-words" style={words}>
          {wait.words}
        </span>
      )}
    </>
  )
}

function lineTimes(props: SpanBarProps) {
  return (props.lines ?? []).map((line) => {
    const from = lineMoment(props.node, milliseconds(line.time - props.start))
    return { from, to: from, line }
  })
}

/** A bar has at least two pixels, so that a span at the last moment of the range is seen, too. */
function placeBar(range: Range, from: number, to: number) {
  const { left, width } = place(range, from, to)
  return { left: from <= range.to ? `min(${left}, 100% - 2px)` : left, width }
}

/** A bar is cut a little outside of the range, so that no box is millions of pixels wide. */
function place(range: Range, from: number, to: number) {
  const left = clamp(percent(range, from))
  return { left: `${left}%`, width: `${clamp(percent(range, to)) - left}%` }
}

function clamp(percentage: number): number {
  return Math.max(-10, Math.min(110, percentage))
}
