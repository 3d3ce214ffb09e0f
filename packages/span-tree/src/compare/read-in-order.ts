import type { SpanNode } from '@onetrace/spans'
import type { Line, Siblings } from '../text/contract.ts'
import type { Alignment, Pair } from './alignment.ts'

type Matches = (line: Line, node: SpanNode) => boolean

/** Gives each line, in order, the spans that it asks for; undefined if the spans do not match. */
export function readInOrder(
  matches: Matches,
  { lines, open }: Siblings,
  nodes: SpanNode[],
): Alignment | undefined {
  const pairs = open ? pickInOrder(matches, lines, nodes) : readAll(matches, lines, nodes)
  if (!pairs) return undefined
  const taken = new Set(pairs.map(({ node }) => node))
  return { pairs, missing: [], extra: nodes.filter((node) => !taken.has(node)) }
}

/** Where other spans are allowed in between, each line can take the first span that matches it. */
function pickInOrder(matches: Matches, lines: Line[], nodes: SpanNode[]): Pair[] | undefined {
  const pairs: Pair[] = []
  let next = 0
  for (const line of lines) {
    for (let missing = line.count.min; missing > 0; ) {
      const node = nodes[next++]
      if (!node) return undefined
      if (!matches(line, node)) continue
      pairs.push({ line, node })
      missing--
    }
  }
  return pairs
}

/**
 * Goes through the lines and keeps, for each, after how many spans it may end. When the last line
 * can end after all spans, it goes back and picks a start for each line.
 */
function readAll(matches: Matches, lines: Line[], nodes: SpanNode[]): Pair[] | undefined {
  let later = sumOf(lines)
  const reads = [new Set([0])]
  for (const line of lines) {
    later = { min: later.min - line.count.min, max: later.max - line.count.max }
    reads.push(readOn(matches, line, nodes, { before: reads.at(-1) ?? new Set(), later }))
  }
  if (!reads.pop()?.has(nodes.length)) return undefined

  const pairs: Pair[] = []
  let end = nodes.length
  for (const line of lines.toReversed()) {
    const before = reads.pop()
    let start = end - line.count.min
    while (start > 0 && !before?.has(start)) start--
    for (const node of nodes.slice(start, end)) pairs.push({ line, node })
    end = start
  }
  return pairs
}

/** After how many spans a line may end, given after how many it may begin. */
function readOn(
  matches: Matches,
  line: Line,
  nodes: SpanNode[],
  { before, later }: { before: Set<number>; later: Line['count'] },
): Set<number> {
  const { min, max } = line.count
  const ends = new Set<number>()
  // The largest start comes first. Where a smaller start meets an end that is known already, all
  // further ends that it could reach are known, too.
  for (const start of [...before].sort((a, b) => b - a)) {
    for (let end = start; end <= start + max && !ends.has(end); end++) {
      const rest = nodes.length - end
      if (end >= start + min && rest >= later.min && rest <= later.max) ends.add(end)
      const node = nodes[end]
      if (!node || !matches(line, node)) break
    }
  }
  return ends
}

function sumOf(lines: Line[]): Line['count'] {
  let [min, max] = [0, 0]
  for (const { count } of lines) [min, max] = [min + count.min, max + count.max]
  return { min, max }
}
