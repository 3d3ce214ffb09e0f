import { buildTree, type SpanNode } from '@onetrace/spans'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeTrace, type SpanDraft } from '../testing.ts'
import type { Line, Siblings } from '../text/contract.ts'
import { parseSpanTree } from '../text/parse.ts'
import { createAligner } from './align.ts'
import { classify } from './classes.ts'
import { countDifferences } from './head.ts'

/** The least cost, found by trying every possibility; all lines and spans have one name. */
function leastCost(siblings: Siblings, nodes: SpanNode[]): number {
  return siblings.ordered ? leastInOrder(siblings, nodes) : leastInAnyOrder(siblings, nodes)
}

function pairCost(line: Line, node: SpanNode): number {
  return Math.min(countDifferences(line, node), 3) + leastCost(line.children, node.children)
}

const missingCost = (line: Line): number =>
  line.children.lines.reduce((sum, child) => sum + child.count.min * missingCost(child), 2)
const extraCost = (node: SpanNode): number =>
  node.children.reduce((sum, child) => sum + extraCost(child), 2)

interface Slot {
  line: Line
  skip: number
}

function slotsOf({ lines }: Siblings): Slot[] {
  return lines.flatMap((line) =>
    Array.from({ length: line.count.max }, (_, i) => ({
      line,
      skip: i < line.count.min ? missingCost(line) : 0,
    })),
  )
}

function leastInAnyOrder(siblings: Siblings, nodes: SpanNode[]): number {
  const slots = slotsOf(siblings)
  const place = (free: Slot[], left: SpanNode[]): number => {
    const [first, ...rest] = left
    if (!first) return free.reduce((sum, { skip }) => sum + skip, 0)
    const skipped = (siblings.open ? 0 : extraCost(first)) + place(free, rest)
    const placed = free.map(
      (slot) =>
        pairCost(slot.line, first) +
        place(
          free.filter((other) => other !== slot),
          rest,
        ),
    )
    return Math.min(skipped, ...placed)
  }
  return place(slots, nodes)
}

function leastInOrder(siblings: Siblings, nodes: SpanNode[]): number {
  const read = (slots: Slot[], left: SpanNode[]): number => {
    const [slot, ...laterSlots] = slots
    const [node, ...laterNodes] = left
    const ways: number[] = []
    if (slot && node) ways.push(pairCost(slot.line, node) + read(laterSlots, laterNodes))
    if (slot) ways.push(slot.skip + read(laterSlots, left))
    if (node) ways.push((siblings.open ? 0 : extraCost(node)) + read(slots, laterNodes))
    return ways.length === 0 ? 0 : Math.min(...ways)
  }
  return read(slotsOf(siblings), nodes)
}

const annotation = (...some: string[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant('') }, fc.constantFrom(...some))
const anyLines = fc
  .array(
    fc.record({
      depth: fc.nat(2),
      kind: annotation(' [client]'),
      tests: annotation(
        ' {a=1}',
        ' {a=2}',
        ' {a}',
        ' {a~/[12]/}',
        ' {a=1, b=1}',
        ' {!b}',
        ' {b=<int>}',
      ),
      count: annotation(' ?', ' x2', ' x1..2'),
      failed: annotation(' !error'),
      before: annotation('in order'),
      after: annotation('...'),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((all) => {
    const lines = ['orders: q']
    let above = 0
    for (const [i, { depth, kind, tests, count, failed, before, after }] of all.entries()) {
      const level = Math.min(depth, above) + 1
      const indent = '  '.repeat(level)
      if (before && level > above) lines.push(`${indent}in order`)
      lines.push(`${indent}orders: q${kind}${tests}${count}${failed}`)
      const isLast = Math.min(all[i + 1]?.depth ?? 0, level) < level
      if (after && isLast) lines.push(`${indent}${after}`)
      above = level
    }
    return lines.join('\n')
  })
const anyDrafts = fc
  .array(
    fc.record({
      up: fc.nat(),
      client: fc.boolean(),
      failed: fc.boolean(),
      attributes: fc.record(
        { a: fc.constantFrom(1, 2, 3), b: fc.constantFrom(1, 'x') },
        { requiredKeys: [] },
      ),
    }),
    { maxLength: 5 },
  )
  .map((all): SpanDraft[] => [
    { id: 1, name: 'q' },
    ...all.map(({ up, client, ...draft }, i) => ({
      ...draft,
      ...(client && { kind: 'client' as const }),
      id: i + 2,
      parent: (up % (i + 1)) + 1,
      name: 'q',
      start: i,
    })),
  ])

test('no other way to lay few spans over their contract costs less', () => {
  fc.assert(
    fc.property(anyLines, anyDrafts, (text, drafts) => {
      const contract = parseSpanTree(text)
      const [root] = buildTree(makeTrace(drafts))
      const [line] = contract.roots.lines
      if (!root || !line) throw new Error('each has a root')

      const { pairCost: found } = createAligner(classify(contract, [root]))

      expect(found(line, root)).toBe(pairCost(line, root))
    }),
    { numRuns: 3_000 },
  )
})
