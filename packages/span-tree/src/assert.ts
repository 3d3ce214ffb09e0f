import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Trace } from '@onetrace/spans'
import type { Comparison } from './compare.ts'
import { assertTrace, compareWithText } from './compare-with-text.ts'
import { type DifferenceOptions, printDifference } from './difference.ts'
import { compareWithFile } from './update/contract-file.ts'
import { readUpdateSettings } from './update/settings.ts'

/** A trace that is not what its contract says; the message shows both trees as one. */
export class SpanTreeMismatchError extends Error {
  override name = 'SpanTreeMismatchError'
  readonly comparison: Comparison

  constructor(comparison: Comparison, options?: DifferenceOptions) {
    super(printDifference(comparison, options))
    this.comparison = comparison
  }
}

/** Throws unless the trace is exactly what the text, or the file of a URL, says. */
export function assertSpanTree(trace: Trace, contract: string | URL): void {
  if (contract instanceof URL) assertSpanTreeFile(trace, contract)
  else throwDifference(compareWithText(trace, contract))
}

/**
 * The same with the text in a file; a relative path starts at the working folder. With
 * `UPDATE_SPAN_TREES=1` the file is written from the trace instead.
 */
export function assertSpanTreeFile(trace: Trace, file: string | URL): void {
  assertTrace(trace)
  const path = file instanceof URL ? fileURLToPath(file) : resolve(file)
  throwDifference(compareWithFile(trace, path, readUpdateSettings(process.env)).comparison)
}

function throwDifference(comparison: Comparison): void {
  if (comparison.findings.length > 0) throw new SpanTreeMismatchError(comparison)
}
