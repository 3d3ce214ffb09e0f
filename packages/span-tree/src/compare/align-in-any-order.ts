import type { Line, Siblings } from '../text/contract.ts'
import type { SpanNode } from '../tree.ts'
import { type Aligner, type Alignment, isRenamed } from './alignment.ts'
import { assign } from './assign.ts'
import type { Classes } from './classes.ts'

interface Context {
  aligner: Aligner
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
export function alignInAnyOrder(
  aligner: Aligner,
  classes: Classes,
  siblings: Siblings,
  nodes: SpanNode[],
): Alignment {
  const context = { aligner, classes, open: siblings.open, mayPair: () => true }
  const places = siblings.lines.map((line) => ({ line, ...line.count }))
  const lines = Map.groupBy(places, ({ line }) => identity(line.service, line.name))
  const spans = Map.groupBy(nodes, ({ span }) => identity(span.service, span.name))
  const names = [...new Set([...lines.keys(), ...spans.keys()])]
  const sameName = join(
    names.map((name) => distribute(context, lines.get(name) ?? [], spans.get(name) ?? [])),
  )
  if (siblings.open || sameName.missing.length === 0 || sameName.extra.length === 0) return sameName
  const left = sameName.missing.map(({ line, times }) => ({ line, min: times, max: times }))
  const renamed = distribute({ ...context, mayPair: isRenamed }, left, sameName.extra)
  return { ...renamed, pairs: sameName.pairs.concat(renamed.pairs) }
}

function identity(service: string, name: string): string {
  return JSON.stringify([service, name])
}

function join(parts: Alignment[]): Alignment {
  return {
    pairs: parts.flatMap((part) => part.pairs),
    missing: parts.flatMap((part) => part.missing),
    extra: parts.flatMap((part) => part.extra),
  }
}

function distribute(context: Context, places: Place[], nodes: SpanNode[]): Alignment {
  const { aligner, classes, open, mayPair } = context
  const shapes = groupInOrder(places, ({ line }) => classes.shapeOf(line))
  const alike = groupInOrder(nodes, classes.classOf)
  // What nearly all siblings are: spans that are just what their one line says.
  if (shapes.length === 1 && alike.length === 1 && shapes[0] && alike[0]) {
    const [line, node] = [shapes[0][0].line, alike[0][0]]
    if (mayPair(line, node) && aligner.pairCost(line, node) === 0) return deal(shapes[0], nodes)
  }
  const supplies = alike.map((group) => ({
    units: group.length,
    extra: open ? 0 : aligner.extraCost(group[0]),
  }))
  const demands = shapes.map((group) => ({
    min: sum(group.map(({ min }) => min)),
    max: sum(group.map(({ max }) => max)),
    missing: aligner.missingCost(group[0].line),
  }))
  const flows = assign(supplies, demands, (supply, demand) => {
    const [line, node] = [shapes[demand]?.[0].line, alike[supply]?.[0]]
    if (!line || !node || !mayPair(line, node)) return Number.POSITIVE_INFINITY
    return aligner.pairCost(line, node)
  })
  const taken: SpanNode[][] = shapes.map(() => [])
  for (const { supply, demand, units } of flows) {
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
