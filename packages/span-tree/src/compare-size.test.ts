import { describe, expect, test } from 'vitest'
import { sentencesOf } from './compare/sentences.ts'
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
