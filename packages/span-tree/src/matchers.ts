/**
 * The matchers as plain functions for any `expect.extend`: vitest's, jest's, or that of another
 * framework which calls them in the same way.
 */
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { assertTrace, compareWithText } from './compare-with-text.ts'
import { findSpans, printFound, printMissing } from './contains.ts'
import { printDifference } from './difference.ts'
import { compareWithFile } from './update/contract-file.ts'
import { readUpdateSettings } from './update/settings.ts'

export interface SpanTreeMatchers<R> {
  /** The trace is exactly the tree that the text, or the file of a URL, says. */
  toMatchSpanTree(contract: string | URL): R
  /** The same with the text in a file; a relative path starts at the test's own folder. */
  toMatchSpanTreeFile(file: string | URL): R
  /** The trace has a span of this service whose name is this, or matches it. */
  toContainSpan(service: string, name: string | RegExp): R
}

/** What a framework tells a matcher; each part may be missing. */
interface MatcherState {
  testPath?: string | undefined
  isNot?: boolean | undefined
  snapshotState?: unknown
}

export interface MatcherResult {
  pass: boolean
  message: () => string
}

export const spanTreeMatchers = {
  toMatchSpanTree(this: MatcherState, received: unknown, contract: unknown): MatcherResult {
    if (contract instanceof URL) return matchFile(this, received, contract)
    if (typeof contract !== 'string') {
      throw new TypeError(`expected a contract as text or URL, got ${typeof contract}`)
    }
    return result(compareWithText(received, contract), contract, 'the text')
  },

  toMatchSpanTreeFile(this: MatcherState, received: unknown, file: unknown): MatcherResult {
    return matchFile(this, received, file)
  },

  toContainSpan(received: unknown, service: unknown, name: unknown): MatcherResult {
    assertTrace(received)
    const wanted = { service, name }
    const found = findSpans(received, wanted)
    return {
      pass: found.length > 0,
      message: () =>
        found.length > 0 ? printFound(wanted, found) : printMissing(wanted, received),
    }
  },
}

function matchFile(state: MatcherState, received: unknown, file: unknown): MatcherResult {
  assertTrace(received)
  const path = toPath(file, state.testPath)
  const settings = readUpdateSettings(process.env, snapshotsOf(state))
  // A trace that is to be another than the contract's has nothing to write.
  const wanted = settings.wanted && !state.isNot
  const { comparison, text } = compareWithFile(received, path, { ...settings, wanted })
  return result(comparison, text, path)
}

function result(
  comparison: ReturnType<typeof compareWithText>,
  contract: string,
  source: string,
): MatcherResult {
  const pass = comparison.findings.length === 0
  return {
    pass,
    message: () =>
      pass
        ? `expected a trace other than ${source} says:\n${contract}`
        : printDifference(comparison),
  }
}

function snapshotsOf({ snapshotState }: MatcherState): { _updateSnapshot?: unknown } | undefined {
  return typeof snapshotState === 'object' && snapshotState !== null ? snapshotState : undefined
}

function toPath(file: unknown, testPath: string | undefined): string {
  if (file instanceof URL) return fileURLToPath(file)
  if (typeof file === 'string') return resolve(testPath ? dirname(testPath) : '.', file)
  throw new TypeError(`expected the path or URL of a contract, got ${typeof file}`)
}
