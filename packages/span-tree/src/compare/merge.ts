import { type SpanNode, walk } from '@onetrace/spans'
import type { Line, Siblings } from '../text/contract.ts'
import type { Aligner } from './align.ts'
import { type Difference, differencesOf } from './head.ts'

/** One place in the two trees laid over each other. */
export interface Merged {
  /** `open`: no line asks for it, and it stands where that is allowed. */
  mark: 'kept' | 'different' | 'missing' | 'extra' | 'moved' | 'open'
  line?: Line
  node?: SpanNode
  /** Of a missing line, how many of its spans. */
  times: number
  differences: Difference[]
  /** Above it; none above a root. */
  above: Merged | undefined
  /** Where a moved span was expected; none for a root. */
  expectedBelow?: Merged | undefined
  children: Merged[]
}

interface Level {
  siblings: Siblings
  nodes: SpanNode[]
  above?: Merged | undefined
}

/** Lays spans over the lines of their level, and everything below them too. */
export function mergeSiblings(aligner: Aligner, level: Level): Merged[] {
  const merged = mergeLevel(aligner, level)
  const pairs = [...merged]
  // The loop goes on over what is added; by recursion a deep contract would need much of the stack.
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

/** A span that no line asks for, with all below it; never by recursion, for it may be deep. */
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

/** What is missing stands behind the span of the line before its own. */
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
