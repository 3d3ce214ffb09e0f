import { type SpanNode, walk } from '@onetrace/spans'
import type { Contract, Line, Siblings } from '../text/contract.ts'
import { printLine, printTest } from '../text/print.ts'
import { createPassed } from './passed.ts'
import { type Signatures, sign } from './signatures.ts'

/**
 * Spans (with all below them) that no line of the contract can tell apart have the same class, and
 * lines that say the same the same shape: 1,000 equal siblings are compared once.
 */
export interface Classes {
  /** How many classes there are: they are numbered from 0. */
  count: number
  classOf(node: SpanNode): number
  /** Spans in the node's tree. */
  sizeOf(node: SpanNode): number
  shapeOf(line: Line): number
  /** Spans that the line's tree asks for at least, one of its own. */
  leastOf(line: Line): number
  signatures: Signatures
}

export function classify(contract: Contract, roots: SpanNode[]): Classes {
  const lines = linesOf(contract.roots)
  const shapes = shapesOf(lines)
  const nodes = [...walk(roots)].map(({ node }) => node)
  const spans = classesOf(nodes, lines)
  const sizes = totals(
    nodes,
    (node) => node.children,
    () => 1,
  )
  const leasts = totals(
    lines,
    (line) => line.children.lines,
    (line) => line.count.min,
  )
  const classOf = (node: SpanNode) => spans.get(node) ?? -1
  const shapeOf = (line: Line) => shapes.get(line) ?? -1
  return {
    count: new Set(spans.values()).size,
    classOf,
    sizeOf: (node) => sizes.get(node) ?? 1,
    shapeOf,
    leastOf: (line) => leasts.get(line) ?? 1,
    signatures: sign({ lines, nodes, shapeOf, classOf }),
  }
}

/** Every line, each before the lines below it. */
function linesOf(siblings: Siblings): Line[] {
  const lines = [...siblings.lines]
  for (const line of lines) lines.push(...line.children.lines) // the array grows as it is walked
  return lines
}

function shapesOf(lines: Line[]): Map<Line, number> {
  const childrenOf = (line: Line) => line.children.lines
  return number(lines, childrenOf, (line, numbers) => {
    const { ordered, open } = line.children
    const children = childrenOf(line).map(({ count }, index) =>
      JSON.stringify([numbers[index], count]),
    )
    const head = printLine({ ...line, count: { min: 1, max: 1 } })
    return JSON.stringify([head, ordered, open, ordered ? children : children.sort()])
  })
}

function classesOf(nodes: SpanNode[], lines: Line[]): Map<SpanNode, number> {
  const tests = new Map(
    lines.flatMap((line) => line.attributes.map((test) => [printTest(test), test] as const)),
  )
  const passedBy = createPassed([...tests.values()])
  const inTime = lines.some((line) => line.children.ordered)
  const childrenOf = (node: SpanNode) => node.children
  return number(nodes, childrenOf, ({ span, linked }, numbers) => {
    const { service, name, kind, status } = span
    const passed = passedBy(span)
    const children = inTime ? numbers : numbers.toSorted((a, b) => a - b)
    return JSON.stringify([service, name, kind, status.code === 'error', linked, passed, children])
  })
}

/**
 * Numbers for things that are alike with all below them, given a key of each that may tell of the
 * numbers below. Lowest first, and there in the order of the keys: the same things get the same
 * numbers in whatever order they come.
 */
function number<T>(
  all: T[],
  childrenOf: (item: T) => T[],
  keyOf: (item: T, below: number[]) => string,
): Map<T, number> {
  const numbers = new Map<T, number>()
  const heights = [...Map.groupBy(all, heightsOf(all, childrenOf))].sort(([a], [b]) => a - b)
  let next = 0
  for (const [, items] of heights) {
    const below = (item: T) => childrenOf(item).map((child) => numbers.get(child) ?? -1)
    const alike = [...Map.groupBy(items, (item) => keyOf(item, below(item)))]
    for (const [, group] of alike.sort(([a], [b]) => (a < b ? -1 : 1))) {
      for (const item of group) numbers.set(item, next)
      next++
    }
  }
  return numbers
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

/** Beyond this it does not matter; counts of counts would leave what a number holds exactly. */
const mostTotal = 1e9

/** 1 for each, and for all below it as often as they count. */
function totals<T>(all: T[], childrenOf: (item: T) => T[], timesOf: (item: T) => number) {
  const sums = new Map<T, number>()
  for (const item of all.toReversed()) {
    let sum = 1
    for (const child of childrenOf(item)) sum += timesOf(child) * (sums.get(child) ?? 1)
    sums.set(item, Math.min(sum, mostTotal))
  }
  return sums
}
