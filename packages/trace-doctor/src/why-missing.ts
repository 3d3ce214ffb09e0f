import type { Finding, Line } from '@onetrace/span-tree'
import type { Span } from '@onetrace/spans'
import { isDatabaseCall, statusCodeOf } from './call.ts'
import { parentOf } from './examined.ts'
import type { Subject } from './subject.ts'
import { type Advice, labelOf } from './words.ts'

export interface Known {
  subject: Subject
  /** All that differs from the contract. */
  findings: Finding[]
}

type MissingSpan = Extract<Finding, { kind: 'missing' }>

/**
 * Why a service did not make a span that its contract asks for: what made it in other traces tells
 * an instrumentation that is off from a call that was not made.
 */
export function whyMissing(missing: MissingSpan, known: Known): Advice {
  const { line } = missing
  if (line.kind === 'server' || line.kind === 'consumer') {
    return {
      cause: `${line.service} was not called, or its spans did not arrive`,
      cure: `look at whether ${line.service} was reached, and at its exporter`,
    }
  }
  const otherwise = otherRequest(missing, known)
  if (otherwise) return otherwise
  const example = findExample(line, known.subject)
  const library = example && libraryOf(example)
  if (library) return whyUninstrumented(line, { example, library, subject: known.subject })
  return {
    cause: `${line.service} did not come to it, or does not make it any more`,
    cure: `look at the code of ${line.service}, or take the line out of the contract`,
  }
}

/** A request that went another way makes other spans, and nothing is wrong with those. */
function otherRequest({ line, below }: MissingSpan, { subject, findings }: Known) {
  let node = subject.byId.get(below?.node?.span.spanId ?? '')
  while (node && node.span.kind !== 'server') node = parentOf(node, subject)
  const differs = findings.some(
    (other) => other.kind === 'different' && other.node.span.spanId === node?.span.spanId,
  )
  if (!node || !differs) return undefined
  const answer = statusCodeOf(node.span)
  return {
    cause: `${line.service} did not come to it: ${labelOf(node.span)}${answer ? ` answered ${answer} and` : ''} is not the request of the contract`,
    cure: 'look at that difference first',
  }
}

interface Missing {
  example: Span
  library: string
  subject: Subject
}

function whyUninstrumented(line: Line, missing: Missing): Advice {
  const { service, name } = line
  const { example, library, subject } = missing
  const made = subject.nodes.filter(
    ({ span }) => span.service === service && libraryOf(span) === library,
  )
  if (made.length > 0) {
    return {
      cause: `${service} did not make this call: its ${library} instrumentation is on, other spans of it are here`,
      cure: `look at the code of ${service}, or take the line out of the contract`,
    }
  }
  const noun = isDatabaseCall(example) ? 'database span' : `span for ${name}`
  const proof =
    example.service === service
      ? `it did in trace ${example.traceId}`
      : `${example.service} did, in trace ${example.traceId}`
  return {
    cause: `the ${library} instrumentation is off in ${service}: it made no ${noun} here, and ${proof}${strays(line, subject)}`,
    cure: `take ${library} out of OTEL_NODE_DISABLED_INSTRUMENTATIONS of ${service}, and load the SDK before ${library}`,
  }
}

/** Without its client's instrumentation a service sends no traceparent: what it called began anew. */
function strays({ children }: Line, { others, allOpenCalls, start, end }: Subject): string {
  const found = new Set(allOpenCalls.flatMap((call) => ('server' in call ? call.server.trace : [])))
  const roots = others.flatMap((other) =>
    !found.has(other) && other.start >= start && other.end <= end ? other.roots : [],
  )
  const isCalled = ({ service, name, kind }: Span) =>
    children.lines.some((line) => line.service === service && line.name === name) &&
    kind === 'server'
  const stray = roots.find(({ span }) => isCalled(span))?.span
  return stray
    ? `; so no context was sent either, and ${stray.service} began trace ${stray.traceId}`
    : ''
}

/** The same span in another trace, else one of the same family: `pg.query:...`. */
function findExample(line: Line, { nodes, others }: Subject): Span | undefined {
  const spans = [nodes, ...others.map((other) => other.nodes)].flat().map(({ span }) => span)
  const alike = spans.filter(({ kind }) => kind === line.kind)
  const family = /^[^:]+:/.exec(line.name)?.[0]
  return (
    alike.find(({ service, name }) => service === line.service && name === line.name) ??
    alike.find(({ name }) => family !== undefined && name.startsWith(family))
  )
}

function libraryOf({ scope }: Span): string | undefined {
  return /instrumentation-(.+)$/.exec(scope.name)?.[1]
}
