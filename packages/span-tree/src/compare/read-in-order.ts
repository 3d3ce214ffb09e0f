import type { SpanNode } from '@onetrace/spans'
import type { Line, Siblings } from '../text/contract.ts'
import type { Alignment, Pair } from './alignment.ts'

type Matches = (line: Line, node: SpanNode) => boolean

/** Gives each line, in their order, the spans that it asks for; nothing if the spans are others. */
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

/** Where others may stand between, the first that a line can have is never too early. */
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

/** Goes through the lines with all numbers of spans that those so far may have, and back again. */
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

/** After how many spans a line may end, from those that it may begin after. */
function readOn(
  matches: Matches,
  line: Line,
  nodes: SpanNode[],
  { before, later }: { before: Set<number>; later: Line['count'] },
): Set<number> {
  const { min, max } = line.count
  const ends = new Set<number>()
  // The last first: where another one has come already, it has gone on as far as this one can.
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
