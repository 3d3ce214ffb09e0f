import type { SpanNode } from '@onetrace/spans'
import type { Line, Siblings } from '../text/contract.ts'
import { type Alignment, type Asking, type Costs, isRenamed, isSame } from './alignment.ts'
import { CostQueue } from './cost-queue.ts'

/** One place that a line has for a span. */
interface Slot {
  line: Line
  required: boolean
}

/** So far in the places and in the spans, and how it came there. */
interface State {
  slot: number
  node: number
  cost: number
  before?: State
  step: 'start' | 'pair' | 'skip slot' | 'skip node'
}

/**
 * The cheapest way to read the spans, in order of start, along the lines: an edit distance over
 * the places that the lines have. By Dijkstra's algorithm, for most spans are what they should be,
 * and then hardly any of all pairs of a place and a span are on a way that is cheap.
 */
export function* alignInOrder(
  costs: Costs,
  siblings: Siblings,
  nodes: SpanNode[],
): Asking<Alignment> {
  const slots = siblings.lines.flatMap((line) => slotsOf(line, nodes.length))
  const queue = new CostQueue<State>()
  const seen = new Set<number>()
  queue.add({ slot: 0, node: 0, cost: 0, step: 'start' }, 0)
  for (let state = queue.take(); state; state = queue.take()) {
    const key = state.slot * (nodes.length + 1) + state.node
    if (seen.has(key)) continue
    seen.add(key)
    const [slot, node] = [slots[state.slot], nodes[state.node]]
    if (!slot && !node)
      return readBack(state, slots, nodes, surplusOf(siblings.lines, nodes.length))
    const go = (step: State['step'], cost: number) =>
      queue.add(after(state, step, cost), state.cost + cost)
    if (slot && node && (isSame(slot.line, node) || isRenamed(slot.line, node))) {
      yield [{ line: slot.line, node }]
      go('pair', costs.pair(slot.line, node))
    }
    if (slot) go('skip slot', slot.required ? costs.missing(slot.line) : 0)
    if (node) go('skip node', siblings.open ? 0 : costs.extra(node))
  }
  throw new Error('there is always the way that skips all')
}

function after(before: State, step: State['step'], cost: number): State {
  return {
    slot: before.slot + (step === 'skip node' ? 0 : 1),
    node: before.node + (step === 'skip slot' ? 0 : 1),
    cost: before.cost + cost,
    before,
    step,
  }
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
  last: State,
  slots: Slot[],
  nodes: SpanNode[],
  missing: Map<Line, number>,
): Alignment {
  const result: Alignment = { pairs: [], missing: [], extra: [] }
  for (let state: State | undefined = last; state?.before; state = state.before) {
    const [slot, node] = [slots[state.before.slot], nodes[state.before.node]]
    if (state.step === 'pair' && slot && node) result.pairs.push({ line: slot.line, node })
    else if (state.step === 'skip slot' && slot?.required)
      missing.set(slot.line, (missing.get(slot.line) ?? 0) + 1)
    else if (state.step === 'skip node' && node) result.extra.push(node)
  }
  result.pairs.reverse()
  result.extra.reverse()
  result.missing = [...missing].map(([line, times]) => ({ line, times }))
  return result
}
