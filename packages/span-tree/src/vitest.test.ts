import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { spanTreeMatchers } from './matchers.ts'
import { placeOrder, placeOrderText } from './place-order.ts'
import { family } from './testing.ts'
import './vitest.ts'

const broken = placeOrder((all) => all.filter(({ id }) => id !== 7))

const { toMatchSpanTree: matcher } = spanTreeMatchers
const indented = placeOrderText.trim().replaceAll('\n', '\n    ')

function contractFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'span-tree-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'place-order.tree'), placeOrderText)
  return join(folder, 'place-order.tree')
}

describe('toMatchSpanTree', () => {
  test('passes where the trace is what the text says', () => {
    expect(placeOrder()).toMatchSpanTree(placeOrderText)
  })

  test('fails with the difference', () => {
    expect(() => expect(broken).toMatchSpanTree(placeOrderText)).toThrow(
      'users: pg.query:SELECT users [client] is missing below users: GET /users/:id [server]',
    )
  })

  test('gives what it compared, laid out alike, to who shows both side by side', () => {
    const { pass, actual, expected } = matcher.call({}, broken, `\n    ${indented}\n  `)

    const lines = placeOrderText.trim().split('\n')
    expect(pass).toBe(false)
    expect(expected).toBe(`${lines.join('\n')}\n`)
    expect(actual).toBe(`${lines.filter((line) => !line.includes('SELECT')).join('\n')}\n`)
  })

  test('gives none of both where the trace is right, or too big to be shown whole', () => {
    const many = family(...Array.from({ length: 600 }, () => ({ name: 'q' })))

    expect(Object.keys(matcher.call({}, placeOrder(), placeOrderText))).toEqual(['pass', 'message'])
    expect(Object.keys(matcher.call({}, many, 'orders: root'))).toEqual(['pass', 'message'])
  })

  test('turned round, passes on another trace and fails on the same', () => {
    expect(broken).not.toMatchSpanTree(placeOrderText)
    expect(() => expect(placeOrder()).not.toMatchSpanTree(placeOrderText)).toThrow(
      'expected a trace other than the text says:\n\ngateway: POST /orders [server]',
    )
  })

  test.each([
    ['an empty trace', { traceId: 'a', spans: [] }, 'expected a trace with spans, got none'],
    ['nothing', undefined, 'expected a trace ({ traceId, spans }), got undefined'],
    ['a promise', Promise.resolve(), 'got a promise: await it'],
    ['a list', [1, 2], 'got a list of 2'],
    ['another object', { data: 1 }, 'got an object with data'],
  ])('%s is a mistake, turned round too', (_, received, message) => {
    expect(() => expect(received).toMatchSpanTree('a: b')).toThrow(message)
    expect(() => expect(received).not.toMatchSpanTree('a: b')).toThrow(message)
  })

  test('an empty text is a mistake, turned round too', () => {
    expect(() => expect(broken).toMatchSpanTree('')).toThrow('at least one line')
    expect(() => expect(broken).not.toMatchSpanTree('\n# todo\n')).toThrow('at least one line')
  })
})

describe('a contract in a file', () => {
  test('is given by its path', () => {
    const file = contractFile()

    expect(placeOrder()).toMatchSpanTreeFile(file)
    expect(() => expect(broken).toMatchSpanTreeFile(file)).toThrow('is missing below')
    expect(broken).not.toMatchSpanTreeFile(file)
  })

  test('is not given by a URL, turned round neither', () => {
    const url = pathToFileURL(contractFile()) as unknown as string

    expect(() => expect(broken).not.toMatchSpanTree(url)).toThrow(
      'expected a contract as text, got a URL: a contract in a file is asked for by its path',
    )
    expect(() => expect(broken).not.toMatchSpanTreeFile(url)).toThrow(
      'expected the path of a contract, got a URL',
    )
  })

  test('a relative path starts at the folder of the test', () => {
    const missing = () => expect(broken).toMatchSpanTreeFile('no-such.tree')

    expect(missing).toThrow(`there is no contract at ${import.meta.dirname}/no-such.tree: write it`)
  })
})

describe('toContainSpan', () => {
  test('takes a name or a RegExp', () => {
    expect(placeOrder()).toContainSpan('orders', 'place_order')
    expect(placeOrder()).toContainSpan('orders', /insert/gi)
    expect(placeOrder()).not.toContainSpan('users', /insert/i)
    expect(placeOrder()).not.toContainSpan('orders', 'place')
  })

  test('fails with the trace', () => {
    expect(() => expect(placeOrder()).toContainSpan('orders', /UPDATE/)).toThrow(
      'expected a span orders: /UPDATE/, got none in:\n\ngateway: POST /orders [server]',
    )
  })

  test('turned round, fails with where it is', () => {
    expect(() => expect(placeOrder()).not.toContainSpan('orders', /INSERT/)).toThrow(
      'expected no span orders: /INSERT/, got 1:\n  gateway: POST [client] > orders: POST /orders',
    )
  })

  test.each([
    ['an empty trace', { traceId: 'a', spans: [] }, 'orders', 'x', 'expected a trace with spans'],
    ['no name', placeOrder(), 'orders', undefined, 'name as text or RegExp, got undefined'],
    ['no service', placeOrder(), /orders/, 'x', 'expected the name of a service, got object'],
  ])('%s is a mistake, turned round too', (_, received, service, name, message) => {
    const wrong = [service, name] as [string, string]

    expect(() => expect(received).toContainSpan(...wrong)).toThrow(message)
    expect(() => expect(received).not.toContainSpan(...wrong)).toThrow(message)
  })
})

test('jest gets the same matchers through its global expect', async () => {
  const extend = vi.fn()

  await expect(import('./jest.ts')).rejects.toThrow('expected a global expect')
  vi.resetModules()
  vi.stubGlobal('expect', { extend })
  await import('./jest.ts')
  vi.unstubAllGlobals()

  expect(Object.keys(extend.mock.calls[0]?.[0] ?? {})).toEqual([
    'toMatchSpanTree',
    'toMatchSpanTreeFile',
    'toContainSpan',
  ])
})
