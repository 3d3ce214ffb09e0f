import type { Span, SpanNode } from '@onetrace/spans'
import { failedUnanswered } from '../call.ts'
import { skewOf, tolerance } from '../clocks.ts'
import { parentOf } from '../examined.ts'
import type { Finding } from '../finding.ts'
import type { Subject } from '../subject.ts'
import { milliseconds, placeOf } from '../words.ts'

/** Work that went on after what waited for it had ended. */
export function checkOutliving(subject: Subject): Finding[] {
  const ends = new Map<Span, bigint>()
  return subject.nodes.flatMap((node) => {
    const parent = parentOf(node, subject)?.span
    if (!parent || isAsynchronous(node, parent)) return []
    // A child that outlives the whole line above it is told once, at its top.
    const end = ends.get(parent) ?? parent.endTime
    ends.set(node.span, node.span.endTime > end ? node.span.endTime : end)
    if (node.span.endTime <= end + tolerance) return []
    return describe(node.span, parent)
  })
}

/** A consumer comes when it comes, and nobody waits for it. */
function isAsynchronous({ span, linked }: SpanNode, parent: Span): boolean {
  const kinds = [span.kind, parent.kind]
  return linked || kinds.includes('consumer') || kinds.includes('producer')
}

function describe(child: Span, parent: Span): Finding[] {
  const over = child.endTime - parent.endTime
  const heading = {
    check: 'outlives-parent' as const,
    what: `it ends ${milliseconds(over)} after its parent`,
    where: `${placeOf(parent)} -> ${placeOf(child)}`,
  }
  if (child.service === parent.service) return [{ ...heading, severity: 'warning', ...unawaited }]
  // A busy server ends its span after the answer has come; without one the caller had given up.
  const skewed = skewOf({ client: parent, server: child }) !== 0n
  if (skewed || !failedUnanswered(parent)) return []
  return [{ ...heading, severity: 'warning', ...abandoned(child, parent) }]
}

const unawaited = {
  cause: 'the parent did not wait for it: a promise without await, or a span ended too early',
  cure: 'await it, or, if it is meant to go on alone, begin it as a root with a link',
}

function abandoned(child: Span, parent: Span) {
  return {
    cause: `${parent.service} gave up waiting and ${child.service} worked on`,
    cure: `let ${child.service} stop when its caller hangs up, or give the call a longer deadline`,
  }
}
