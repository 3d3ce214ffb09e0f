import { buildTree } from '@onetrace/spans'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeTrace } from '../testing.ts'
import { parseSpanTree } from '../text/parse.ts'
import { toPlace } from './alignment.ts'
import { assign } from './assign.ts'
import { classify } from './classes.ts'

interface Sample {
  counts: { min: number; max: number }[]
  missing: number[]
  extra: number[]
  /** By line, of each span. */
  pairs: number[][]
}

/** What the assignment of these lines and spans costs, none of which is like another. */
function costOfAssigned({ counts, missing, extra, pairs }: Sample): number {
  const texts = counts.map(({ min, max }, line) => `orders: line${line} x${min}..${max}`)
  const contract = parseSpanTree(texts.join('\n'))
  const nodes = buildTree(makeTrace(extra.map((_, id) => ({ id: id + 1, name: `span${id}` }))))
  const places = contract.roots.lines.map(toPlace)
  const lineAt = new Map(places.map(({ line }, index) => [line, index]))
  const nodeAt = new Map(nodes.map((node, index) => [node, index]))
  const at = (costs: number[] | undefined, index = -1) => costs?.[index] ?? Number.NaN
  const costs = {
    pair: (line: (typeof places)[0]['line'], node: (typeof nodes)[0]) =>
      at(pairs[lineAt.get(line) ?? -1], nodeAt.get(node)),
    missing: (line: (typeof places)[0]['line']) => at(missing, lineAt.get(line)),
    extra: (node: (typeof nodes)[0]) => at(extra, nodeAt.get(node)),
  }

  const found = assign(costs, classify(contract, nodes), places, nodes)

  return (
    found.pairs.reduce((sum, { line, node }) => sum + costs.pair(line, node), 0) +
    found.missing.reduce((sum, { line, times }) => sum + times * costs.missing(line), 0) +
    found.extra.reduce((sum, node) => sum + costs.extra(node), 0)
  )
}

/** Every way to place the spans one by one. */
function leastByTrying({ counts, missing, extra, pairs }: Sample): number {
  const taken = counts.map(() => 0)
  const place = (span: number): number => {
    if (span === extra.length) {
      return counts.reduce(
        (sum, { min }, line) => sum + Math.max(0, min - (taken[line] ?? 0)) * (missing[line] ?? 0),
        0,
      )
    }
    let least = (extra[span] ?? 0) + place(span + 1)
    for (const [line, { max }] of counts.entries()) {
      const before = taken[line] ?? 0
      if (before === max) continue
      taken[line] = before + 1
      least = Math.min(least, (pairs[line]?.[span] ?? 0) + place(span + 1))
      taken[line] = before
    }
    return least
  }
  return place(0)
}

const costs = (most: number) => fc.array(fc.nat(most), { minLength: 4, maxLength: 4 })
const anySample: fc.Arbitrary<Sample> = fc.record({
  counts: fc.array(
    fc
      .record({ min: fc.nat(2), more: fc.nat(2) })
      .map(({ min, more }) => ({ min, max: Math.max(1, min + more) })),
    { minLength: 1, maxLength: 4 },
  ),
  missing: costs(6),
  extra: fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }),
  pairs: fc.array(costs(8), { minLength: 4, maxLength: 4 }),
})

test('of few lines and spans no other assignment costs less', () => {
  fc.assert(
    fc.property(anySample, (sample) => {
      expect(costOfAssigned(sample)).toBe(leastByTrying(sample))
    }),
    { numRuns: 2_000 },
  )
})

test('of many, each span still has a line', () => {
  const many = Array.from({ length: 250 }, () => 2)

  expect(
    costOfAssigned({
      counts: many.map(() => ({ min: 1, max: 1 })),
      missing: many,
      extra: many,
      pairs: many.map(() => many.map(() => 1)),
    }),
  ).toBe(250)
})
