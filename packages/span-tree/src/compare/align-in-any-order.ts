import type { SpanNode } from '@onetrace/spans'
import type { Line, Siblings } from '../text/contract.ts'
import { type Alignment, type Asking, type Costs, isRenamed, type Pair } from './alignment.ts'
import { assignByNeed } from './assign-by-need.ts'
import type { Classes } from './classes.ts'
import { findFits } from './find-fits.ts'
import type { Problem } from './problem.ts'

interface Context {
  costs: Costs
  classes: Classes
  open: boolean
  mayPair: (line: Line, node: SpanNode) => boolean
}

interface Place {
  line: Line
  min: number
  max: number
}

/**
 * Spans go to lines of their own service and name first, within these at the least cost over all;
 * only what is left over may be a line's span under another name.
 */
export function* alignInAnyOrder(
  costs: Costs,
  classes: Classes,
  siblings: Siblings,
  nodes: SpanNode[],
): Asking<Alignment> {
  if (siblings.lines.length === 0) return { pairs: [], missing: [], extra: nodes }
  const context = { costs, classes, open: siblings.open, mayPair: () => true }
  const places = siblings.lines.map((line) => ({ line, ...line.count }))
  const lines = Map.groupBy(places, ({ line }) => identity(line.service, line.name))
  const spans = Map.groupBy(nodes, ({ span }) => identity(span.service, span.name))
  const parts: Alignment[] = []
  for (const name of new Set([...lines.keys(), ...spans.keys()])) {
    parts.push(yield* distribute(context, lines.get(name) ?? [], spans.get(name) ?? []))
  }
  const sameName = join(parts)
  if (siblings.open || sameName.missing.length === 0 || sameName.extra.length === 0) return sameName
  const left = sameName.missing.map(({ line, times }) => ({ line, min: times, max: times }))
  const renamed = yield* distribute({ ...context, mayPair: isRenamed }, left, sameName.extra)
  return { ...renamed, pairs: sameName.pairs.concat(renamed.pairs) }
}

/** The length keeps services and names apart, whatever characters they hold. */
function identity(service: string, name: string): string {
  return `${service.length} ${service}${name}`
}

function join(parts: Alignment[]): Alignment {
  return {
    pairs: parts.flatMap((part) => part.pairs),
    missing: parts.flatMap((part) => part.missing),
    extra: parts.flatMap((part) => part.extra),
  }
}

function* distribute(context: Context, places: Place[], nodes: SpanNode[]): Asking<Alignment> {
  const { costs, classes, open, mayPair } = context
  const shapes = groupInOrder(places, ({ line }) => classes.shapeOf(line))
  const alike = groupInOrder(nodes, classes.classOf)
  const [shape, kind] = [shapes[0], alike[0]]
  // What nearly all siblings are: spans that are just what their one line says.
  if (shape && kind && shapes.length + alike.length === 2 && mayPair !== isRenamed) {
    if (classes.signatures.areExact(shape[0].line, kind[0])) return deal(shape, nodes)
  }
  const lines = shapes.map(([{ line }]) => line)
  const firsts = alike.map(([node]) => node)
  const pairOf = (supply: number, demand: number): Pair[] => {
    const [line, node] = [lines[demand], firsts[supply]]
    return line && node && mayPair(line, node) ? [{ line, node }] : []
  }
  const problem: Problem = {
    supplies: alike.map((group) => ({
      units: group.length,
      extra: open ? 0 : costs.extra(group[0]),
    })),
    demands: shapes.map((group) => ({
      min: sum(group.map(({ min }) => min)),
      max: sum(group.map(({ max }) => max)),
      missing: costs.missing(group[0].line),
    })),
    fits: mayPair === isRenamed ? firsts.map(() => []) : yield* findFits(context, lines, firsts),
    *ask({ supplies, demands }) {
      yield supplies.flatMap((supply) => demands.flatMap((demand) => pairOf(supply, demand)))
    },
    cost(supply, demand) {
      const [pair] = pairOf(supply, demand)
      return pair ? costs.pair(pair.line, pair.node) : Number.POSITIVE_INFINITY
    },
  }
  const taken: SpanNode[][] = shapes.map(() => [])
  for (const { supply, demand, units } of yield* assignByNeed(problem)) {
    taken[demand]?.push(...(alike[supply]?.splice(0, units) ?? []))
  }
  const dealt = shapes.map((group, demand) => deal(group, taken[demand] ?? []))
  return join([...dealt, { pairs: [], missing: [], extra: alike.flat() }])
}

/** Lines of one shape are filled to their least first, then to their most. */
function deal(places: Place[], nodes: SpanNode[]): Alignment {
  const result: Alignment = { pairs: [], missing: [], extra: [] }
  let next = 0
  const fill = (line: Line, most: number) => {
    const own = nodes.slice(next, next + most)
    next += own.length
    for (const node of own) result.pairs.push({ line, node })
    return own.length
  }
  for (const { line, min } of places) {
    const times = min - fill(line, min)
    if (times > 0) result.missing.push({ line, times })
  }
  for (const { line, min, max } of places) fill(line, max - min)
  result.extra = nodes.slice(next)
  return result
}

/** Groups sorted by their key, so that nothing depends on the order that lines or spans came in. */
function groupInOrder<T>(items: T[], key: (item: T) => number): [T, ...T[]][] {
  const groups = [...Map.groupBy(items, key)].sort(([a], [b]) => a - b)
  return groups.map(([, group]) => group as [T, ...T[]])
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
