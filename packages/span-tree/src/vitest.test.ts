import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { assertSpanTree, SpanTreeMismatchError } from './assert.ts'
import { placeOrder, placeOrderText } from './place-order.ts'
import { SpanTreeSyntaxError } from './text/syntax-error.ts'
import './vitest.ts'

const broken = placeOrder((all) => all.filter(({ id }) => id !== 7))

describe('toMatchSpanTree', () => {
  test('passes where the trace is what the text says', () => {
    expect(placeOrder()).toMatchSpanTree(placeOrderText)
  })

  test('fails with the difference', () => {
    expect(() => expect(broken).toMatchSpanTree(placeOrderText)).toThrow(
      'users: pg.query:SELECT users [client] is missing below users: GET /users/:id [server]',
    )
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

describe('toMatchSpanTreeFile', () => {
  function contractFile(): string {
    const folder = mkdtempSync(join(tmpdir(), 'span-tree-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'place-order.tree'), placeOrderText)
    return join(folder, 'place-order.tree')
  }

  test('takes a path or a URL', () => {
    const file = contractFile()

    expect(placeOrder()).toMatchSpanTreeFile(file)
    expect(placeOrder()).toMatchSpanTreeFile(pathToFileURL(file))
    expect(() => expect(broken).toMatchSpanTreeFile(file)).toThrow('is missing below')
  })

  test('a relative path starts at the folder of the test', () => {
    const missing = () => expect(broken).toMatchSpanTreeFile('no-such.tree')

    expect(missing).toThrow(new RegExp(String.raw`ENOENT.*${import.meta.dirname}/no-such\.tree`))
  })
})

describe('assertSpanTree', () => {
  test('says nothing or throws the difference', () => {
    expect(() => assertSpanTree(placeOrder(), placeOrderText)).not.toThrow()
    expect(() => assertSpanTree(broken, placeOrderText)).toThrow(SpanTreeMismatchError)
    expect(() => assertSpanTree(broken, 'nothing')).toThrow(SpanTreeSyntaxError)
  })
})
