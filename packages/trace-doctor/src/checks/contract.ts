import { compareSpanTree, type Finding as Difference, sentencesOf } from '@onetrace/span-tree'
import type { Finding } from '../finding.ts'
import { secretIn } from '../secret-patterns.ts'
import type { Subject } from '../subject.ts'
import { type Known, whyMissing } from '../why-missing.ts'
import { type Advice, labelOf, placeOf } from '../words.ts'

/** What differs from the contract and no other check has explained, with its likely cause. */
export function checkContract(subject: Subject): Finding[] {
  const { contract, trace } = subject
  if (!contract) return []
  const { findings } = compareSpanTree(contract, trace)
  const explained = idsOfExplained(subject)
  const own = findings.filter((difference) => !isExplained(difference, explained))
  const advised = own.map((difference) => ({
    difference,
    advice: adviceFor(difference, { subject, findings }),
  }))
  const byAdvice = Map.groupBy(advised, ({ advice }) => JSON.stringify(advice))
  return [...byAdvice.values()].flatMap(describe)
}

/** Calls that lack their server, and spans that lack their parent. */
function idsOfExplained({ openCalls, roots }: Subject): Set<string> {
  const [, ...further] = roots.filter(({ flaw }) => flaw === undefined)
  const adrift = [...further, ...roots.filter(({ flaw }) => flaw !== undefined)]
  return new Set(
    [...openCalls.map(({ client }) => client.node), ...adrift].map((n) => n.span.spanId),
  )
}

function isExplained(difference: Difference, explained: Set<string>): boolean {
  const node = difference.kind === 'missing' ? difference.below?.node : difference.node
  // What hangs elsewhere because its parent is missing is told with that parent.
  if (difference.kind === 'moved' && difference.from && !difference.from.node) return true
  if (!node || difference.kind === 'different') return false
  return explained.has(node.span.spanId)
}

interface Advised {
  difference: Difference
  advice: Advice
}

function describe(alike: Advised[]): Finding[] {
  const [first] = alike
  if (!first) return []
  const sentences = sentencesOf(alike.map(({ difference }) => withoutSecret(difference)))
  const more = sentences.length > 1 ? `, and ${sentences.length - 1} more like it` : ''
  return [
    {
      check: 'contract',
      severity: 'error',
      what: `${sentences[0]}${more}`,
      where: whereIs(first.difference),
      ...first.advice,
    },
  ]
}

/** What the check of secrets finds is not told here. */
function withoutSecret(difference: Difference): Difference {
  if (difference.kind !== 'different') return difference
  const secret = secretIn(difference.field, difference.actual)
  return secret ? { ...difference, actual: 'a secret' } : difference
}

function whereIs(difference: Difference): string {
  const node = difference.kind === 'missing' ? difference.below?.node : difference.node
  return node ? placeOf(node.span) : 'the top of the trace'
}

function adviceFor(difference: Difference, known: Known): Advice {
  if (difference.kind === 'missing') return whyMissing(difference, known)
  if (difference.kind === 'extra') return whyExtra(difference)
  return difference.kind === 'moved' ? whyMoved(difference) : whyDifferent(difference)
}

function whyExtra({ node }: Extract<Difference, { kind: 'extra' }>): Advice {
  const { service, scope } = node.span
  const library = /^@[^/]+\/instrumentation-(.+)/.exec(scope.name)?.[1]
  return {
    cause: library
      ? `${service} makes a call that it did not make, or its ${library} instrumentation was off when the contract was written`
      : `code of ${service} starts it, with the tracer ${JSON.stringify(scope.name)}`,
    cure: 'remove what makes it, or, if it is meant, add its line to the contract',
  }
}

function whyMoved({ from, to }: Extract<Difference, { kind: 'moved' }>): Advice {
  if (from === to) {
    return {
      cause: 'steps that the contract has one after another ran at once, or in another order',
      cure: 'await each step before the next, or take "in order" out of the contract',
    }
  }
  const expected = from?.node?.span ?? from?.line
  const actual = to?.node?.span
  const active = actual ? `${labelOf(actual)} was the active span` : 'no span was active'
  return {
    cause: `${active} when it started: it was called outside of ${expected ? labelOf(expected) : 'what it belongs to'}, or in another context`,
    cure: `call it inside of ${expected ? labelOf(expected) : 'its own trace'} (withSpan, or context.with around the call)`,
  }
}

function whyDifferent({ field, node }: Extract<Difference, { kind: 'different' }>): Advice {
  const { service, status } = node.span
  if (field === 'status') {
    return {
      cause:
        status.message ?? `${service} ${status.code === 'error' ? 'failed' : 'did not fail'} here`,
      cure: `look at the log lines of ${service} for this span, or change the contract`,
    }
  }
  return {
    cause: `${service} answered or was called otherwise than when the contract was written`,
    cure: `correct ${service}, or the contract where the new value is right`,
  }
}
