import { describe, expect, test } from 'vitest'
import { sentencesOf } from './compare/sentences.ts'
import type { Finding } from './compare.ts'
import { below, compare, family, makeTrace } from './testing.ts'
import { printTrace } from './text/print-trace.ts'

describe('size', () => {
  const many = Array.from({ length: 1000 }, (_, i) => ({ name: 'q', attributes: { i } }))

  test('1,000 equal siblings, one too many', () => {
    expect(sentencesOf(compare(below('orders: q x999'), family(...many)))).toEqual([
      'orders: q is not in the contract, below orders: root',
    ])
  })

  test('1,000 siblings on two lines, of which one takes only a few', () => {
    const text = below('orders: q x998', 'orders: q {i=7}', 'orders: q {i~/^7$/}')

    expect(compare(text, family(...many))).toMatchObject([
      { kind: 'different', field: 'i', expected: expect.stringContaining('7') },
    ])
  })

  test('1,000 siblings of one name, each with its own line', () => {
    const lines = many.map(({ attributes }) => `orders: q {i=${attributes.i}}`)

    expect(compare(below(...lines.toReversed()), family(...many))).toEqual([])
    expect(compare(below(...lines.slice(0, -1), 'orders: q {i=x}'), family(...many))).toMatchObject(
      [{ kind: 'different', field: 'i', expected: 'x', actual: '999' }],
    )
  })

  test('1,000 siblings on lines of which many fit many, with one wrong', () => {
    const matchers = [(i: number) => `i=${i}`, () => 'i=<int>', (i: number) => `i~/${i}$/`]
    const lines = many.map((_, i) => `orders: q {${matchers[i % 3]?.(i)}}`)
    const wrong = many.map((span, i) => (i === 500 ? { ...span, attributes: { i: 'x' } } : span))

    expect(compare(below(...lines), family(...many))).toEqual([])
    expect(compare(below(...lines), family(...wrong))).toMatchObject([
      { kind: 'different', field: 'i', actual: 'x' },
    ])
  })

  test('1,000 siblings of which every one is wrong, a finding each', () => {
    const lines = many.map((_, i) => `orders: q {i=${i + 1000}}`)

    const ordered = compare(below('in order', ...lines), family(...many))

    expect(kindsOf(ordered)).toEqual({ different: 1000 })
    expect(kindsOf(compare(below(...lines), family(...many)))).toEqual({ different: 1000 })
  })

  test('1,000 siblings in order, with two wrong far from each other', () => {
    const lines = many.map(({ attributes }) => `orders: q {i=${attributes.i}}`)
    const wrong = many.flatMap((span, i) =>
      i === 100 ? [] : i === 900 ? [span, { name: 'r' }] : [span],
    )

    expect(compare(below('in order', ...lines), family(...wrong))).toMatchObject([
      { kind: 'missing', line: { attributes: [{ value: '100' }] } },
      { kind: 'extra', node: { span: { name: 'r' } } },
    ])
  })

  test('1,000 siblings in order', () => {
    const lines = many.map(({ attributes }) => `orders: q {i=${attributes.i}}`)

    expect(compare(below('in order', ...lines), family(...many))).toEqual([])
  })

  test('a trace 100,000 spans deep against a small contract', () => {
    const deep = Array.from({ length: 100_000 }, (_, i) => ({
      id: i + 1,
      parent: i || undefined,
      name: 'root',
    }))

    expect(compare('orders: root', makeTrace(deep))).toHaveLength(1)
  })

  test('a contract of 500 levels', () => {
    const deep = Array.from({ length: 500 }, (_, i) => ({ id: i + 1, parent: i || undefined }))
    const trace = makeTrace(deep)

    expect(compare(printTrace(trace), trace)).toEqual([])
  })

  test.each([
    ['in any order', ''],
    ['in order', 'in order'],
  ])('a contract of 500 levels, each with a line that may be absent, %s', (_, order) => {
    const levels = Array.from({ length: 499 }, (_, i) => i + 1)
    const pad = (level: number) => '  '.repeat(level)
    const down = levels.flatMap((level) => [
      ...(order ? [pad(level) + order] : []),
      `${pad(level)}orders: step`,
    ])
    const up = levels.toReversed().map((level) => `${pad(level)}orders: other ?`)
    const text = ['orders: step', ...down, ...up].join('\n')
    const drafts = [1, ...levels.map((level) => level + 1)].map((id) => ({
      id,
      parent: id === 1 ? undefined : id - 1,
    }))
    const failed = drafts.map((draft) => ({ ...draft, failed: draft.id === 500 }))

    expect(compare(text, makeTrace(drafts))).toEqual([])
    expect(compare(text, makeTrace(failed))).toMatchObject([{ kind: 'different', field: 'status' }])
  })

  test('counts beyond all that there is cost nothing', () => {
    const text = below('in order', 'orders: q x1000000', 'orders: r')

    expect(sentencesOf(compare(text, family({ name: 'q' }, { name: 'r' })))).toEqual([
      'orders: q is missing below orders: root (999999 times)',
    ])
  })

  test('counts of counts stay numbers', () => {
    const lines = Array.from({ length: 80 }, (_, level) => `${'  '.repeat(level)}orders: q x900000`)

    expect(sentencesOf(compare(below(...lines), family({ name: 'r' })))).toEqual([
      'orders: q is missing below orders: root (900000 times)',
      'orders: r is not in the contract, below orders: root',
    ])
  })
})

function kindsOf(findings: Finding[]): Record<string, number> {
  const groups = Map.groupBy(findings, ({ kind }) => kind)
  return Object.fromEntries([...groups].map(([kind, all]) => [kind, all.length]))
}
