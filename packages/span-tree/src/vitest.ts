/**
 * Import this once, in a test or in a setup file: `import '@onetrace/span-tree/vitest'`.
 */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { compareWithText } from './assert.ts'
import { printDifference } from './difference.ts'

interface SpanTreeMatchers<R> {
  /** The trace is exactly the tree that the text says; see the package's README for the text. */
  toMatchSpanTree(contract: string): R
  /** The same with the text in a file; a relative path starts at the test's own folder. */
  toMatchSpanTreeFile(file: string | URL): R
}

declare module 'vitest' {
  // The parameters have to repeat those of vitest's own declaration.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends SpanTreeMatchers<R> {}
}

expect.extend({
  toMatchSpanTree(received: unknown, contract: unknown) {
    if (typeof contract !== 'string') {
      throw new TypeError(`expected a contract as text, got ${typeof contract}`)
    }
    return match(received, contract, 'the text')
  },

  toMatchSpanTreeFile(received: unknown, file: unknown) {
    const path = toPath(file, this.testPath)
    return match(received, readFileSync(path, 'utf8'), path)
  },
})

function match(received: unknown, contract: string, source: string) {
  const comparison = compareWithText(received, contract)
  return {
    pass: comparison.findings.length === 0,
    message: () =>
      comparison.findings.length === 0
        ? `expected a trace other than ${source} says:\n${contract}`
        : printDifference(comparison),
  }
}

function toPath(file: unknown, testPath: string | undefined): string {
  if (file instanceof URL) return fileURLToPath(file)
  if (typeof file === 'string') return resolve(testPath ? dirname(testPath) : '.', file)
  throw new TypeError(`expected the path or URL of a contract, got ${typeof file}`)
}
