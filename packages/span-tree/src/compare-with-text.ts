import { resolve } from 'node:path'
import type { Trace } from '@onetrace/spans'
import { type Comparison, compareSpanTree } from './compare.ts'
import { parseSpanTree } from './text/parse.ts'

/** Compares them; a value that is no trace, or has no span, is a mistake in the test. */
export function compareWithText(trace: unknown, text: unknown): Comparison {
  assertTrace(trace)
  return compareSpanTree(parseSpanTree(asText(text)), trace)
}

/** Checks that a test gave a contract as text. */
export function asText(contract: unknown): string {
  if (typeof contract === 'string') return contract
  throw new TypeError(`expected a contract as text, got ${describe(contract)}`)
}

/** The path of a contract as a test gave it; a relative one starts at this folder. */
export function asPath(path: unknown, folder: string): string {
  if (typeof path === 'string') return resolve(folder, path)
  throw new TypeError(`expected the path of a contract, got ${describe(path)}`)
}

export function assertTrace(value: unknown): asserts value is Trace {
  if (typeof value !== 'object' || value === null || !('spans' in value)) {
    throw new TypeError(`expected a trace ({ traceId, spans }), got ${describe(value)}`)
  }
  if (!Array.isArray(value.spans)) {
    throw new TypeError(`expected a trace's spans as a list, got ${describe(value.spans)}`)
  }
  if (value.spans.length === 0) throw new TypeError('expected a trace with spans, got none')
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (value instanceof Promise) return 'a promise: await it'
  if (value instanceof URL) return `a URL: a contract in a file is asked for by its path`
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object')
    return `an object with ${Object.keys(value).join(', ') || 'nothing'}`
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : String(value)
}
