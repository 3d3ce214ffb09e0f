import type { ComparedRow } from '../compare/compare-traces.ts'
import { formatDuration } from '../format.ts'
import { traceHref } from '../router.ts'
import { colorOf } from '../services.ts'
import type { TreeNode } from '../trace/tree.ts'

const marks: Record<ComparedRow['mark'], string> = {
  same: '',
  different: '', // its notes tell the difference
  'only-first': 'only in the first',
  'only-second': 'only in the second',
  moved: 'moved',
}

export function CompareRow(props: {
  row: ComparedRow
  index: number
  height: number
  largestDelta: number
}) {
  const { row, index, largestDelta } = props
  const { first, second, selfDelta } = row
  const otherwise = [marks[row.mark], ...row.notes].filter(Boolean).join(', ')
  const target = second ?? first
  return (
    <tr
      aria-rowindex={index + 2}
      class={`${row.mark} ${colorOf(row.service)}`}
      style={{ transform: `translateY(${index * props.height}px)` }}
    >
      <th scope="row" style={{ paddingLeft: `${16 + Math.min(row.depth, 14) * 14}px` }}>
        <i class="swatch" aria-hidden="true" />
        {target && (
          <a
            class="compared-span"
            href={traceHref(target.span.traceId, { spanId: target.key })}
            title={`${row.service} ${row.name}`}
          >
            <span class={row.enters ? 'enters' : 'unseen'}>{row.service} </span>
            {row.name}
          </a>
        )}
      </th>
      <td>{durationText(first)}</td>
      <td>{durationText(second)}</td>
      <td>{first && second && signed(took(second) - took(first))}</td>
      <td class="delta" title={`own time ${signed(selfDelta)}`}>
        <DeltaBar part={largestDelta > 0 ? selfDelta / largestDelta : 0} />
      </td>
      <td class="otherwise" title={otherwise}>
        {otherwise}
      </td>
    </tr>
  )
}

/** A bar from the middle: to the left for a faster span, to the right for a slower one. */
function DeltaBar({ part }: { part: number }) {
  const width = Math.abs(part) * 50
  return (
    <i
      class={part > 0 ? 'slower' : 'faster'}
      style={{ left: `${part > 0 ? 50 : 50 - width}%`, width: `${width}%` }}
    />
  )
}

function durationText(node: TreeNode | undefined) {
  return node && formatDuration(took(node))
}

function took(node: TreeNode): number {
  return node.end - node.start
}

function signed(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${formatDuration(Math.abs(ms))}`
}
