import { diffTraces, type Merged, sentencesOfTraces } from '@onetrace/span-tree/browser'
import { type Span, walk } from '@onetrace/spans'
import { selfTime } from '../trace/measure.ts'
import { preorder, type TraceTree, type TreeNode } from '../trace/tree.ts'

/** One place of both trees. */
export interface ComparedRow {
  mark: 'same' | 'different' | 'only-first' | 'only-second' | 'moved'
  depth: number
  service: string
  name: string
  first: TreeNode | undefined
  second: TreeNode | undefined
  /** What differs, such as `status: ok -> error`. */
  notes: string[]
  /** Whether the span above belongs to another service. */
  enters: boolean
  /** How much more of its own time the second took, in milliseconds. */
  selfDelta: number
}

export interface ComparedTraces {
  /** The differences of the trees in words; empty when both are the same. */
  sentences: string[]
  rows: ComparedRow[]
  /** The largest change of own time, which the bars are measured by. */
  largestDelta: number
}

export function compareTraces(first: TraceTree, second: TraceTree): ComparedTraces {
  const difference = diffTraces(first.trace, second.trace)
  const nodes = new Map(
    [first, second].flatMap(preorder).map((node): [Span, TreeNode] => [node.span, node]),
  )
  const nodeOf = (span: Span | undefined) => span && nodes.get(span)
  const rows = [...walk(difference.merged)].flatMap(({ node: place, depth }): ComparedRow[] => {
    const at = difference.spansAt(place)
    const span = at.second ?? at.first
    if (!span) return []
    const [before, after] = [nodeOf(at.first), nodeOf(at.second)]
    return [
      {
        mark: marks[place.mark],
        depth,
        service: span.service,
        name: span.name,
        first: before,
        second: after,
        notes: notesOf(place),
        enters: serviceOf(place.above) !== span.service,
        selfDelta: (after ? selfTime(after) : 0) - (before ? selfTime(before) : 0),
      },
    ]
  })
  return {
    sentences: sentencesOfTraces(difference.findings),
    rows,
    largestDelta: rows.reduce((most, { selfDelta }) => Math.max(most, Math.abs(selfDelta)), 0),
  }
}

const marks: Record<Merged['mark'], ComparedRow['mark']> = {
  kept: 'same',
  open: 'same',
  different: 'different',
  missing: 'only-first',
  extra: 'only-second',
  moved: 'moved',
}

function serviceOf(place: Merged | undefined): string | undefined {
  return place && (place.node?.span ?? place.line)?.service
}

function notesOf({ mark, differences, expectedBelow }: Merged): string[] {
  const changes = differences.map(
    ({ field, expected, actual }) => `${field} ${expected} → ${actual}`,
  )
  if (mark !== 'moved') return changes
  const from = expectedBelow?.node?.span ?? expectedBelow?.line
  return [from ? `was below ${from.service} ${from.name}` : 'was at the top', ...changes]
}
