import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { decodeText, type Trace } from '@onetrace/spans'
import type { Comparison } from '../compare.ts'
import { compareWithText } from '../compare-with-text.ts'
import { printDifference } from '../difference.ts'
import { printTrace } from '../text/print-trace.ts'
import { rewriteContract } from './rewrite.ts'
import type { UpdateSettings } from './settings.ts'

/** A contract file that does not exist, or that must not be written now. */
export class ContractFileError extends Error {
  override name = 'ContractFileError'
}

/**
 * Remembered, since two traces that need different contracts would undo each other's update
 * forever.
 */
const written = new Set<string>()

/** Compares a trace with the contract in a file, or updates the file where that is wanted. */
export function compareWithFile(
  trace: Trace,
  path: string,
  settings: UpdateSettings,
): { comparison: Comparison; text: string } {
  const old = read(path)
  const found = old === undefined ? undefined : compareWithText(trace, old)
  if (old !== undefined && found && (found.findings.length === 0 || !settings.wanted)) {
    return { comparison: found, text: old }
  }
  const problem = found ? printDifference(found) : `there is no contract at ${path}`
  if (!settings.wanted) {
    throw new ContractFileError(
      `${problem}: write it from the trace with UPDATE_SPAN_TREES=1 (vitest and jest: -u)`,
    )
  }
  refuseToWrite(path, settings, problem)
  const text = old === undefined ? printTrace(trace) : rewriteContract(old, trace)
  write(path, text, old)
  return { comparison: compareWithText(trace, text), text }
}

/**
 * Asks whether the file exists, instead of looking at the error: jest runs tests in a realm of its
 * own, where an error of Node's is no `Error`.
 */
function read(path: string): string | undefined {
  if (!existsSync(path)) return undefined
  try {
    return decodeText(readFileSync(path))
  } catch (cause) {
    throw new ContractFileError(`cannot read the contract ${path}: ${cause}`, { cause })
  }
}

function refuseToWrite(path: string, { inCi }: UpdateSettings, problem: string): void {
  if (inCi) {
    const why = 'CI is set, and a contract is written only where someone reviews it'
    throw new ContractFileError(`${path} is not updated: ${why}\n\n${problem}`)
  }
  if (written.has(path)) {
    const why = 'this run has written it already, from a trace that wants something else'
    throw new ContractFileError(`${path} is not updated: ${why}\n\n${problem}`)
  }
}

function write(path: string, text: string, old: string | undefined): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  written.add(path)
  const what = old === undefined ? 'written' : 'updated'
  process.stderr.write(`span-tree: ${path} ${what}: review it before you commit it\n`)
}
