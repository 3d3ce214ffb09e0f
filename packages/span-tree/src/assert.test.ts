import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { assertSpanTree, assertSpanTreeFile, SpanTreeMismatchError } from './assert.ts'
import { placeOrder, placeOrderText } from './place-order.ts'
import { printTrace } from './text/print-trace.ts'
import { SpanTreeSyntaxError } from './text/syntax-error.ts'
import { readUpdateSettings } from './update/settings.ts'
import './vitest.ts'

const broken = placeOrder((all) => all.filter(({ id }) => id !== 7))
const other = placeOrder((all) => all.filter(({ id }) => id !== 2))

function temporaryFile(...path: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'span-tree-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, ...path)
}

function contractFile(): string {
  const file = temporaryFile('place-order.tree')
  writeFileSync(file, placeOrderText)
  return file
}

describe('assertSpanTree', () => {
  test('says nothing or throws the difference', () => {
    expect(() => assertSpanTree(placeOrder(), placeOrderText)).not.toThrow()
    expect(() => assertSpanTree(broken, placeOrderText)).toThrow(SpanTreeMismatchError)
    expect(() => assertSpanTree(broken, 'nothing')).toThrow(SpanTreeSyntaxError)
  })

  test('a file is given by its path', () => {
    const file = contractFile()

    expect(() => assertSpanTreeFile(placeOrder(), file)).not.toThrow()
    expect(() => assertSpanTreeFile(broken, file)).toThrow(SpanTreeMismatchError)
    expect(() => assertSpanTreeFile({ traceId: '', spans: [] }, file)).toThrow('got none')
  })

  test('a file that is not there is a mistake that says how to write it', () => {
    expect(() => assertSpanTreeFile(broken, '/no/such.tree')).toThrow(
      'there is no contract at /no/such.tree: write it from the trace with UPDATE_SPAN_TREES=1',
    )
  })
})

test('a folder is no contract, nor is what is no text', () => {
  const assert = assertSpanTree as (trace: unknown, contract: unknown) => void

  expect(() => assertSpanTreeFile(broken, temporaryFile())).toThrow(
    /^cannot read the contract \/.*EISDIR/,
  )
  expect(() => assert(broken, undefined)).toThrow('expected a contract as text, got undefined')
  expect(() => assert(broken, new URL('file:///x.tree'))).toThrow('got a URL: a contract in a file')
})

describe('with UPDATE_SPAN_TREES=1', () => {
  const notices: string[] = []
  beforeEach(() => {
    vi.stubEnv('UPDATE_SPAN_TREES', '1')
    vi.stubEnv('CI', '')
    notices.length = 0
    const write = vi.spyOn(process.stderr, 'write')
    write.mockImplementation((text) => notices.push(String(text)) > 0)
    return () => {
      vi.unstubAllEnvs()
      vi.restoreAllMocks()
    }
  })

  test('a contract is written where there is none, its folder too, with a word about it', () => {
    const file = temporaryFile('trees', 'place-order.tree')

    assertSpanTreeFile(placeOrder(), file)

    expect(readFileSync(file, 'utf8')).toBe(printTrace(placeOrder()))
    expect(notices).toEqual([`span-tree: ${file} written: review it before you commit it\n`])
  })

  test('one that does not hold is updated, by the matcher as well', () => {
    const [first, second] = [contractFile(), contractFile()]

    assertSpanTreeFile(broken, first)
    expect(broken).toMatchSpanTreeFile(second)

    const lines = placeOrderText.trim().split('\n')
    const left = lines.filter((line) => !line.includes('SELECT')).join('\n')
    expect(readFileSync(first, 'utf8')).toBe(`${left}\n`)
    expect(readFileSync(second, 'utf8')).toBe(`${left}\n`)
  })

  test('one that holds is left alone', () => {
    const file = contractFile()

    assertSpanTreeFile(placeOrder(), file)

    expect(readFileSync(file, 'utf8')).toBe(placeOrderText)
    expect(notices).toEqual([])
  })

  test('turned round, nothing is written', () => {
    const file = contractFile()

    expect(broken).not.toMatchSpanTreeFile(file)

    expect(readFileSync(file, 'utf8')).toBe(placeOrderText)
  })

  test('in CI it is an error that says so, and shows the difference', () => {
    vi.stubEnv('CI', 'true')
    const file = contractFile()

    expect(() => assertSpanTreeFile(broken, file)).toThrow(`${file} is not updated: CI is set`)
    expect(() => assertSpanTreeFile(broken, file)).toThrow('is missing below')
    expect(() => assertSpanTreeFile(placeOrder(), file)).not.toThrow()
    expect(readFileSync(file, 'utf8')).toBe(placeOrderText)
  })

  test('two traces that want different things of one file are not given way to in turn', () => {
    const file = contractFile()
    assertSpanTreeFile(broken, file)

    expect(() => assertSpanTreeFile(other, file)).toThrow('this run has written it already')
  })

  test('a text that is no contract is not written over', () => {
    const file = temporaryFile('x.tree')
    writeFileSync(file, 'my notes\n')

    expect(() => assertSpanTreeFile(broken, file)).toThrow(SpanTreeSyntaxError)
    expect(readFileSync(file, 'utf8')).toBe('my notes\n')
  })
})

test.each([
  [{ UPDATE_SPAN_TREES: '1' }, undefined, { wanted: true, inCi: false }],
  [{ UPDATE_SPAN_TREES: '0', CI: 'true' }, undefined, { wanted: false, inCi: true }],
  [{ CI: 'false' }, { _updateSnapshot: 'all' }, { wanted: true, inCi: false }],
  [{}, { _updateSnapshot: 'new' }, { wanted: false, inCi: false }],
])('%j with %j of the framework means %j', (env, snapshots, expected) => {
  expect(readUpdateSettings(env, snapshots)).toEqual(expected)
})
