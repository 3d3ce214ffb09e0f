import { buildTree, type SpanNode, type Trace } from '@onetrace/spans'
import { createAligner } from './compare/align.ts'
import { classify } from './compare/classes.ts'
import type { Difference } from './compare/head.ts'
import { type Merged, mergeSiblings } from './compare/merge.ts'
import { findMoves, mergedBelow } from './compare/moves.ts'
import type { Contract, Line } from './text/contract.ts'

export type { Difference } from './compare/head.ts'
export type { Merged } from './compare/merge.ts'

/** The place of a finding: a span, its line, or both. `undefined` means above the roots. */
export interface Place {
  line?: Line
  node?: SpanNode
}

export type Finding =
  | { kind: 'missing'; line: Line; times: number; below: Place | undefined }
  | { kind: 'extra'; node: SpanNode; below: Place | undefined }
  /** `from` and `to` are the same where only the order is wrong. */
  | { kind: 'moved'; line: Line; node: SpanNode; from: Place | undefined; to: Place | undefined }
  | ({ kind: 'different'; line: Line; node: SpanNode } & Difference)

export interface Comparison {
  /** Empty when the trace matches the contract. */
  findings: Finding[]
  /** Both trees as one. */
  merged: Merged[]
}

/**
 * Compares a trace with a contract exactly. Neither the order of lines (except below `in order`)
 * nor the order in which spans arrived changes the result. A missing, extra or moved span is one
 * finding together with all spans below it.
 */
export function compareSpanTree(contract: Contract, trace: Trace): Comparison {
  const nodes = buildTree(trace)
  const classes = classify(contract, nodes)
  const aligner = createAligner(classes)
  const merged = mergeSiblings(aligner, { siblings: contract.roots, nodes })
  findMoves(merged, aligner, classes)
  return { findings: mergedBelow(merged).flatMap(findingsAt), merged }
}

function findingsAt(merged: Merged): Finding[] {
  const { mark, line, node, above, times } = merged
  if (mark === 'missing' && line && above?.mark !== 'missing') {
    return [{ kind: 'missing', line, times, below: above }]
  }
  if (mark === 'extra' && node && above?.mark !== 'extra') {
    return [{ kind: 'extra', node, below: above }]
  }
  if (!line || !node) return []
  const moved: Finding[] =
    mark === 'moved' ? [{ kind: 'moved', line, node, from: merged.expectedBelow, to: above }] : []
  const differences = merged.differences.map((difference) => ({
    kind: 'different' as const,
    line,
    node,
    ...difference,
  }))
  return [...moved, ...differences]
}
