import type { Span } from '@onetrace/spans'
import { type Examined, isSampled, parentOf } from '../examined.ts'
import type { Finding } from '../finding.ts'
import type { OpenCall } from '../open-calls.ts'
import type { Subject } from '../subject.ts'
import { placeOf } from '../words.ts'

/** A service that was told not to record a request which its caller records. */
export function checkSampledFlag({ openCalls, self, others }: Subject): Finding[] {
  const writers = findFlagWriters([self, ...others])
  return [...openCalls.flatMap(seenInLogs), ...seenInSpans(self, writers)]
}

const cure =
  'let what stands between forward the last two digits of traceparent, and use a parent-based sampler'

/** Such a service sends no spans; its log lines still carry the ids. */
function seenInLogs(call: OpenCall): Finding[] {
  if (call.fate !== 'unsampled') return []
  const callee = call.callee ?? 'the service called'
  return [
    {
      check: 'lost-sampled-flag',
      severity: 'error',
      what: `${callee} took part in the trace and recorded no span: its log lines say trace_flags 00`,
      where: placeOf(call.client.node.span),
      cause: `the sampled flag was cleared on the way to ${callee}, or ${callee} samples for itself`,
      cure,
    },
  ]
}

/** Some exporters send such spans all the same. */
function seenInSpans(trace: Examined, writers: Set<string>): Finding[] {
  return trace.nodes.flatMap((node) => {
    const parent = parentOf(node, trace)
    if (!parent || isSampled(node.span) !== false || isSampled(parent.span) !== true) return []
    if (!writers.has(sdkOf(node.span))) return []
    return {
      check: 'lost-sampled-flag',
      severity: 'error',
      what: `${node.span.service} does not sample what ${parent.span.service} samples`,
      where: `${placeOf(parent.span)} -> ${placeOf(node.span)}`,
      cause: `the sampled flag was cleared on the way to ${node.span.service}: what it calls is not recorded`,
      cure,
    }
  })
}

/** Not every SDK exports the sampled flag: Python's sends the bits about the parent alone. */
function findFlagWriters(traces: Examined[]): Set<string> {
  const spans = traces.flatMap(({ nodes }) => nodes.map(({ span }) => span))
  return new Set(spans.filter((span) => isSampled(span) === true).map(sdkOf))
}

function sdkOf({ resource }: Span): string {
  return `${resource['telemetry.sdk.name']} ${resource['telemetry.sdk.language']}`
}
