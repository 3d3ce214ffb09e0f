import type { Line, Siblings } from '../text/contract.ts'
import type { SpanNode } from '../tree.ts'
import { type Aligner, type Alignment, isRenamed, isSame } from './alignment.ts'

/** One place that a line has for a span. */
interface Slot {
  line: Line
  required: boolean
}

/**
 * The cheapest way to read the spans, in order of start, along the lines: an edit distance over
 * the places that the lines have.
 */
export function alignInOrder(aligner: Aligner, siblings: Siblings, nodes: SpanNode[]): Alignment {
  const slots = siblings.lines.flatMap((line) => slotsOf(line, nodes.length))
  const skipSlot = (slot: Slot) => (slot.required ? aligner.missingCost(slot.line) : 0)
  const skipNode = (node: SpanNode) => (siblings.open ? 0 : aligner.extraCost(node))
  const pair = ({ line }: Slot, node: SpanNode) =>
    isSame(line, node) || isRenamed(line, node)
      ? aligner.pairCost(line, node)
      : Number.POSITIVE_INFINITY

  // rest[s][n]: the least cost of what comes from slot s and node n on.
  const rest = Array.from({ length: slots.length + 1 }, () =>
    new Array<number>(nodes.length + 1).fill(0),
  )
  const at = (s: number, n: number) => rest[s]?.[n] ?? Number.POSITIVE_INFINITY
  const options = (s: number, n: number): [pair: number, skipSlot: number, skipNode: number] => {
    const [slot, node] = [slots[s], nodes[n]]
    return [
      slot && node ? pair(slot, node) + at(s + 1, n + 1) : Number.POSITIVE_INFINITY,
      slot ? skipSlot(slot) + at(s + 1, n) : Number.POSITIVE_INFINITY,
      node ? skipNode(node) + at(s, n + 1) : Number.POSITIVE_INFINITY,
    ]
  }
  for (let s = slots.length; s >= 0; s--) {
    for (let n = nodes.length; n >= 0; n--) {
      const row = rest[s]
      if (row && (s < slots.length || n < nodes.length)) row[n] = Math.min(...options(s, n))
    }
  }
  return readBack(slots, nodes, options, surplusOf(siblings.lines, nodes.length))
}

/** Of what a line asks for beyond the number of spans that there are, every one is missing. */
function surplusOf(lines: Line[], most: number): Map<Line, number> {
  const surplus = lines.map((line) => [line, line.count.min - most] as const)
  return new Map(surplus.filter(([, times]) => times > 0))
}

function slotsOf(line: Line, most: number): Slot[] {
  const required = Array.from({ length: Math.min(line.count.min, most) }, () => ({
    line,
    required: true,
  }))
  const optional = Math.min(line.count.max - line.count.min, most)
  return [...required, ...Array.from({ length: optional }, () => ({ line, required: false }))]
}

function readBack(
  slots: Slot[],
  nodes: SpanNode[],
  options: (s: number, n: number) => [number, number, number],
  missing: Map<Line, number>,
): Alignment {
  const result: Alignment = { pairs: [], missing: [], extra: [] }
  let [s, n] = [0, 0]
  while (s < slots.length || n < nodes.length) {
    const costs = options(s, n)
    const choice = costs.indexOf(Math.min(...costs))
    const [slot, node] = [slots[s], nodes[n]]
    if (choice === 0 && slot && node) result.pairs.push({ line: slot.line, node })
    else if (choice === 1 && slot?.required)
      missing.set(slot.line, (missing.get(slot.line) ?? 0) + 1)
    else if (choice === 2 && node) result.extra.push(node)
    if (choice !== 2) s++
    if (choice !== 1) n++
  }
  result.missing = [...missing].map(([line, times]) => ({ line, times }))
  return result
}
