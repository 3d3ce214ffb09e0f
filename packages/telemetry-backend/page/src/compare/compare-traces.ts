import { diffTraces, type Merged, sentencesOfTraces } from '@onetrace/span-tree/browser'
import type { Span } from '@onetrace/spans'
import { selfTime } from '../trace/measure.ts'
import type { TraceTree, TreeNode } from '../trace/tree.ts'

/** One place of both trees. */
export interface ComparedRow {
  mark: 'same' | 'different' | 'only-first' | 'only-second' | 'moved'
  depth: number
  service: string
  name: string
  first: TreeNode | undefined
  second: TreeNode | undefined
  /** What is otherwise, such as `status: ok -> error`. */
  notes: string[]
  /** Whether the span above belongs to another service. */
  enters: boolean
  /** How much more of its own time the second took, in milliseconds. */
  selfDelta: number
}

export interface ComparedTraces {
  /** The structure's differences in words; none when both are the same tree. */
  sentences: string[]
  rows: ComparedRow[]
  /** The largest change of own time, which the bars are measured by. */
  largestDelta: number
}

export interface LoadedTrace {
  spans: Span[]
  tree: TraceTree
}

export function compareTraces(first: LoadedTrace, second: LoadedTrace): ComparedTraces {
  const difference = diffTraces(
    { traceId: first.tree.traceId, spans: first.spans },
    { traceId: second.tree.traceId, spans: second.spans },
  )
  const rows = placesOf(difference.merged).flatMap(({ place, depth }): ComparedRow[] => {
    const at = difference.spansAt(place)
    const span = at.second ?? at.first
    if (!span) return []
    const [before, after] = [nodeOf(first, at.first), nodeOf(second, at.second)]
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

function nodeOf({ tree }: LoadedTrace, span: Span | undefined): TreeNode | undefined {
  return span && tree.nodes.get(span.spanId)
}

function serviceOf(place: Merged | undefined): string | undefined {
  return place && (place.node?.span ?? place.line)?.service
}

function placesOf(roots: Merged[]): { place: Merged; depth: number }[] {
  const found: { place: Merged; depth: number }[] = []
  const stack = roots.map((place) => ({ place, depth: 0 })).reverse()
  for (let top = stack.pop(); top; top = stack.pop()) {
    found.push(top)
    const { place, depth } = top
    for (const child of place.children.toReversed()) stack.push({ place: child, depth: depth + 1 })
  }
  return found
}

function notesOf({ mark, differences, expectedBelow }: Merged): string[] {
  const changes = differences.map(
    ({ field, expected, actual }) => `${field} ${expected} → ${actual}`,
  )
  if (mark !== 'moved') return changes
  const from = expectedBelow?.node?.span ?? expectedBelow?.line
  return [from ? `was below ${from.service} ${from.name}` : 'was at the top', ...changes]
}
