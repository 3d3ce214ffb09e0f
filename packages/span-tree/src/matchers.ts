/**
 * The matchers as plain functions for any `expect.extend`: vitest's, jest's, or that of another
 * framework which calls them in the same way.
 */
import { dirname } from 'node:path'
import type { Trace } from '@onetrace/spans'
import { mergedBelow } from './compare/moves.ts'
import type { Comparison } from './compare.ts'
import { asPath, assertTrace, asText, compareWithText } from './compare-with-text.ts'
import { findSpans, printFound, printMissing } from './contains.ts'
import { printDifference } from './difference.ts'
import { compareWithFile } from './update/contract-file.ts'
import { dedentContract, rewriteContract } from './update/rewrite.ts'
import { readUpdateSettings } from './update/settings.ts'

export interface SpanTreeMatchers<R> {
  /** The trace is exactly the tree that the text says. */
  toMatchSpanTree(contract: string): R
  /**
   * The same with the text in the file of this path; a relative one starts at the test's own
   * folder.
   */
  toMatchSpanTreeFile(path: string): R
  /** The trace has a span of this service whose name is this, or matches it. */
  toContainSpan(service: string, name: string | RegExp): R
}

/** What a framework tells a matcher. Each part may be missing. */
interface MatcherState {
  testPath?: string | undefined
  isNot?: boolean | undefined
  snapshotState?: unknown
}

export interface MatcherResult {
  pass: boolean
  message: () => string
  /** What the contract would have to be; given when the trace does not match it. */
  actual?: string
  /** The contract in the same layout, so that frameworks and editors can show both side by side. */
  expected?: string
}

/** A framework would print longer ones whole, so for those the message alone has to be enough. */
const mostCompared = 500

export const spanTreeMatchers = {
  toMatchSpanTree(this: MatcherState, received: unknown, contract: unknown): MatcherResult {
    assertTrace(received)
    const text = asText(contract)
    return result(
      { trace: received, text, comparison: compareWithText(received, text) },
      'the text',
    )
  },

  toMatchSpanTreeFile(this: MatcherState, received: unknown, path: unknown): MatcherResult {
    return matchFile(this, received, path)
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
  const path = asPath(file, state.testPath ? dirname(state.testPath) : '.')
  const settings = readUpdateSettings(process.env, snapshotsOf(state))
  // With `.not`, the trace must differ from the contract, so there is nothing to write.
  const wanted = settings.wanted && !state.isNot
  const compared = compareWithFile(received, path, { ...settings, wanted })
  return result({ trace: received, ...compared }, path)
}

interface Compared {
  trace: Trace
  text: string
  comparison: Comparison
}

function result({ trace, text, comparison }: Compared, source: string): MatcherResult {
  if (comparison.findings.length === 0) {
    return { pass: true, message: () => `expected a trace other than ${source} says:\n${text}` }
  }
  const message = () => printDifference(comparison)
  if (mergedBelow(comparison.merged).length > mostCompared) return { pass: false, message }
  const actual = dedentContract(rewriteContract(text, trace))
  return { pass: false, message, actual, expected: dedentContract(text) }
}

function snapshotsOf({ snapshotState }: MatcherState): { _updateSnapshot?: unknown } | undefined {
  return typeof snapshotState === 'object' && snapshotState !== null ? snapshotState : undefined
}
