import type { Trace } from '@onetrace/spans'
import type { Comparison } from './compare.ts'
import { asPath, assertTrace, compareWithText } from './compare-with-text.ts'
import { type DifferenceOptions, printDifference } from './difference.ts'
import { compareWithFile } from './update/contract-file.ts'
import { readUpdateSettings } from './update/settings.ts'

/** A trace does not match its contract; the message shows both trees as one. */
export class SpanTreeMismatchError extends Error {
  override name = 'SpanTreeMismatchError'
  readonly comparison: Comparison

  constructor(comparison: Comparison, options?: DifferenceOptions) {
    super(printDifference(comparison, options))
    this.comparison = comparison
  }
}

/** Throws unless the trace is exactly what the text says. */
export function assertSpanTree(trace: Trace, contract: string): void {
  throwDifference(compareWithText(trace, contract))
}

/**
 * The same with the text in the file of this path; a relative one starts at the working folder.
 * With `UPDATE_SPAN_TREES=1` the file is written from the trace instead.
 */
export function assertSpanTreeFile(trace: Trace, path: string): void {
  assertTrace(trace)
  const settings = readUpdateSettings(process.env)
  throwDifference(compareWithFile(trace, asPath(path, '.'), settings).comparison)
}

function throwDifference(comparison: Comparison): void {
  if (comparison.findings.length > 0) throw new SpanTreeMismatchError(comparison)
}
