import { expect, test } from 'vitest'
import { contractOf } from './contract-text.ts'
import { span, treeOf } from './test-spans.ts'

test('the text is a contract of the trace, and each line knows its span', () => {
  const spans = [
    span('b', 'a', 2, 8, { service: 'orders', kind: 'server', status: { code: 'error' } }),
    span('a', undefined, 0, 10, { kind: 'client' }),
    span('c', undefined, 11, 12),
  ]

  const { text, rows } = contractOf(treeOf(spans))

  expect(text).toBe('gateway: a [client]\n  orders: b [server] !error\ngateway: c\n')
  expect(rows.map((row) => row.text)).toEqual(text.split('\n').slice(0, -1))
  expect(rows.map(({ node }) => node.key)).toEqual(['a', 'b', 'c'])
})

test('below what a text may hold, the lines still stand for their own spans', () => {
  const chain = Array.from({ length: 520 }, (_, i) =>
    span(`s${i}`, i > 0 ? `s${i - 1}` : undefined, i, 2000),
  )
  const last = span('last', undefined, 1000, 1001)

  const { rows } = contractOf(treeOf([...chain, last]))

  expect(rows.at(-2)?.text.trim()).toBe('...')
  expect(rows.at(-1)?.node.key).toBe('last')
})
