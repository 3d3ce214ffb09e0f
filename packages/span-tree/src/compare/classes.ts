import { type SpanNode, walk } from '@onetrace/spans'
import type { Contract, Line, Siblings } from '../text/contract.ts'
import { printLine } from '../text/print.ts'
import { createHeads, type Head, type LineHead } from './heads.ts'

/**
 * Spans that no line of the contract can tell apart, with all below them, have the same class.
 * Lines that ask for the same have the same shape. So 1,000 equal siblings are compared only once.
 */
export interface Classes {
  classOf(node: SpanNode): number
  /** Spans in the node's tree. */
  sizeOf(node: SpanNode): number
  shapeOf(line: Line): number
  /** The fewest spans that the line's tree asks for, with one for the line itself. */
  leastOf(line: Line): number
  /** One number for a shape and a class; lines further down have smaller ones. */
  pairKey(line: Line, node: SpanNode): number
  headOf(node: SpanNode): Head
  headOfLine(line: Line): LineHead
  /**
   * The only class that matches the line with all below it; -1 if this trace has none. Undefined
   * where several classes may match, since only a comparison can tell.
   */
  onlyOf(line: Line): number | undefined
}

export function classify(contract: Contract, roots: SpanNode[]): Classes {
  const lines = linesOf(contract.roots)
  const nodes = [...walk(roots)].map(({ node }) => node)
  const shapes = shapesOf(lines)
  const shapeOf = (line: Line) => shapes.get(line) ?? -1
  const examples = new Map(lines.map((line) => [shapeOf(line), line]))
  const heads = createHeads([...examples.values()], nodes)
  const headOfLine = (line: Line) => heads.ofLine(examples.get(shapeOf(line)) ?? line)
  const classes = number(
    nodes,
    ({ children }) => children,
    (node, below) => {
      return keyOf(
        heads.ofNode(node),
        below.map((kind) => [kind, 1]),
      )
    },
  )
  const classOf = (node: SpanNode) => classes.of.get(node) ?? -1
  const only = new Map<number, number | undefined>()
  const onlyOf = (line: Line) => only.get(shapeOf(line))
  for (const line of lines.toReversed()) {
    if (only.has(shapeOf(line))) continue
    const key = onlyKey(line, headOfLine(line), onlyOf)
    only.set(shapeOf(line), key === undefined ? undefined : (classes.byKey.get(key) ?? -1))
  }
  const sizes = totals(
    nodes,
    ({ children }) => children,
    () => 1,
  )
  const leasts = totals(lines, childrenOf, ({ count }) => count.min)
  return {
    classOf,
    sizeOf: (node) => sizes.get(node) ?? 1,
    shapeOf,
    leastOf: (line) => leasts.get(line) ?? 1,
    pairKey: (line, node) => shapeOf(line) * classes.byKey.size + classOf(node),
    headOf: heads.ofNode,
    headOfLine,
    onlyOf,
  }
}

/** Every line, each before the lines below it. */
function linesOf(siblings: Siblings): Line[] {
  const lines = [...siblings.lines]
  // The loop also goes over the lines that it adds.
  for (const line of lines) for (const child of line.children.lines) lines.push(child)
  return lines
}

function childrenOf(line: Line): Line[] {
  return line.children.lines
}

function shapesOf(lines: Line[]): Map<Line, number> {
  return number(lines, childrenOf, (line, numbers) => {
    const { ordered, open } = line.children
    const children = childrenOf(line).map(({ count }, index) =>
      JSON.stringify([numbers[index], count]),
    )
    const head = printLine({ ...line, count: { min: 1, max: 1 } })
    return JSON.stringify([head, ordered, open, ordered ? children : children.sort()])
  }).of
}

/** A kind of children, and how many of them stand side by side. */
type Run = [kind: number, times: number]

/**
 * The same for spans of one head with the same children; their order counts only if one is asked
 * for.
 */
function keyOf({ key, inTime }: Head, runs: Run[]): string {
  const merged: Run[] = []
  for (const [kind, times] of inTime ? runs : runs.sort(([a], [b]) => a - b)) {
    const last = merged.at(-1)
    if (last?.[0] === kind) last[1] += times
    else merged.push([kind, times])
  }
  return `${merged.join(' ')}|${key}`
}

/** The key of every span that matches the line; none where the keys may differ. */
function onlyKey(
  { children }: Line,
  { fitting }: LineHead,
  onlyOf: (line: Line) => number | undefined,
): string | undefined {
  if (fitting === 'none') return 'none'
  if (fitting === 'several' || children.open || fitting.inTime !== children.ordered)
    return undefined
  const runs: Run[] = []
  for (const child of children.lines) {
    const only = onlyOf(child)
    if (only === undefined || child.count.min !== child.count.max) return undefined
    runs.push([only, child.count.min])
  }
  return keyOf(fitting, runs)
}

/**
 * Gives the same number to things that are alike with all below them. The key of a thing may
 * contain the numbers of the things below it. The lowest things get their numbers first, in the
 * order of their keys, so that the numbers do not depend on the order in which things come.
 */
function number<T>(
  all: T[],
  childrenOf: (item: T) => T[],
  keyOf: (item: T, below: number[]) => string,
): { of: Map<T, number>; byKey: Map<string, number> } {
  const numbers = new Map<T, number>()
  const byKey = new Map<string, number>()
  const heights = [...Map.groupBy(all, heightsOf(all, childrenOf))].sort(([a], [b]) => a - b)
  for (const [, items] of heights) {
    const below = (item: T) => childrenOf(item).map((child) => numbers.get(child) ?? -1)
    const alike = [...Map.groupBy(items, (item) => keyOf(item, below(item)))]
    for (const [key, group] of alike.sort(([a], [b]) => (a < b ? -1 : 1))) {
      for (const item of group) numbers.set(item, byKey.size)
      byKey.set(key, byKey.size)
    }
  }
  return { of: numbers, byKey }
}

function heightsOf<T>(all: T[], childrenOf: (item: T) => T[]): (item: T) => number {
  const heights = new Map<T, number>()
  for (const item of all.toReversed()) {
    let height = 0
    for (const child of childrenOf(item)) height = Math.max(height, 1 + (heights.get(child) ?? 0))
    heights.set(item, height)
  }
  return (item) => heights.get(item) ?? 0
}

/** Larger totals count as this one. Products of counts could exceed what a number holds exactly. */
const mostTotal = 1e9

/** For each thing, 1 and the totals of all things below it, each as often as it counts. */
function totals<T>(all: T[], childrenOf: (item: T) => T[], timesOf: (item: T) => number) {
  const sums = new Map<T, number>()
  for (const item of all.toReversed()) {
    let sum = 1
    for (const child of childrenOf(item)) sum += timesOf(child) * (sums.get(child) ?? 1)
    sums.set(item, Math.min(sum, mostTotal))
  }
  return sums
}
