import { type SpanNode, walk } from '@onetrace/spans'
import type { Line, Siblings } from '../text/contract.ts'
import type { Aligner } from './align.ts'
import { type Difference, differencesOf } from './head.ts'

/** One place in the two trees laid over each other. */
export interface Merged {
  /** `open` means that no line asks for the span, and that `...` allows it. */
  mark: 'kept' | 'different' | 'missing' | 'extra' | 'moved' | 'open'
  line?: Line
  node?: SpanNode
  /** How many spans of a missing line are missing. */
  times: number
  differences: Difference[]
  /** The place above it; a root has none. */
  above: Merged | undefined
  /** The place below which a moved span was expected; none for a root. */
  expectedBelow?: Merged | undefined
  children: Merged[]
}

interface Level {
  siblings: Siblings
  nodes: SpanNode[]
  above?: Merged | undefined
}

/** Lays spans over the lines of their level, and then all that is below them. */
export function mergeSiblings(aligner: Aligner, level: Level): Merged[] {
  const merged = mergeLevel(aligner, level)
  const pairs = [...merged]
  // The loop also goes over the pairs that it adds. Recursion would need too much stack for a deep
  // contract.
  for (const above of pairs) {
    const { line, node } = above
    if (!line || !node) continue
    const inside = { siblings: line.children, nodes: node.children, above }
    above.children = mergeLevel(aligner, inside)
    for (const child of above.children) pairs.push(child)
  }
  return merged
}

function mergeLevel(aligner: Aligner, { siblings, nodes, above }: Level): Merged[] {
  const { pairs, missing, extra } = aligner.align(siblings, nodes)
  const mark = siblings.open ? 'open' : 'extra'
  const found = new Map<SpanNode, Merged>([
    ...pairs.map(({ line, node }) => [node, mergePair(line, node, above)] as const),
    ...extra.map((node) => [node, mergeExtra(node, mark, above)] as const),
  ])
  const inTime = nodes.flatMap((node) => found.get(node) ?? [])
  const absent = missing.map(({ line, times }) => mergeMissing(line, times, above))
  return placeMissing(siblings, inTime, absent)
}

function mergePair(line: Line, node: SpanNode, above: Merged | undefined): Merged {
  const differences = differencesOf(line, node)
  return create({
    mark: differences.length > 0 ? 'different' : 'kept',
    line,
    node,
    differences,
    above,
  })
}

/** A span that no line asks for, with all below it. It uses no recursion, since it may be deep. */
function mergeExtra(root: SpanNode, mark: Merged['mark'], above: Merged | undefined): Merged {
  const merged = new Map<SpanNode, Merged>()
  for (const { node } of walk([root])) merged.set(node, create({ mark, node, above }))
  for (const item of merged.values()) {
    for (const child of item.node?.children ?? []) {
      const lower = merged.get(child)
      if (!lower) continue
      lower.above = item
      item.children.push(lower)
    }
  }
  return merged.get(root) ?? create({ mark, node: root, above })
}

function mergeMissing(line: Line, times: number, above: Merged | undefined): Merged {
  const merged = create({ mark: 'missing', line, times, above })
  const required = line.children.lines.filter(({ count }) => count.min > 0)
  merged.children = required.map((child) => mergeMissing(child, child.count.min, merged))
  return merged
}

/** Puts each missing line behind the spans of the line before it. */
function placeMissing(siblings: Siblings, found: Merged[], missing: Merged[]): Merged[] {
  const result = [...found]
  if (missing.length === 0) return result
  const places = new Map(siblings.lines.map((line, index) => [line, index]))
  const placeOf = ({ line }: Merged) => (line && places.get(line)) ?? siblings.lines.length
  for (const absent of missing) {
    const own = placeOf(absent)
    const last = result.findLastIndex((other) => placeOf(other) < own)
    result.splice(last + 1, 0, absent)
  }
  return result
}

function create(part: Partial<Merged> & Pick<Merged, 'mark' | 'above'>): Merged {
  return { times: 1, differences: [], children: [], ...part }
}
