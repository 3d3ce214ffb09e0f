import { durationOf } from './duration.ts'
import type { SpanNode } from './tree.ts'

/**
 * The nanoseconds of a span in which none of its children ran. Children may overlap, and one that
 * outlives its parent counts up to the parent's end. Nobody waits for what only links to a span.
 */
export function selfTimeOf({ span, children }: Pick<SpanNode, 'span' | 'children'>): bigint {
  let covered = 0n
  let until = span.startTime
  for (const { span: child, linked } of children) {
    const from = child.startTime > until ? child.startTime : until
    const to = child.endTime < span.endTime ? child.endTime : span.endTime
    if (linked || to <= from) continue
    covered += to - from
    until = to
  }
  return durationOf(span) - covered
}
