import type { Finding, Place } from '../compare.ts'
import type { Line } from '../text/contract.ts'
import { shorten, shortenBoth } from '../text/shorten.ts'
import { printName, printService } from '../text/words.ts'

/** A longer text would not help to find the place. */
const longestName = 100
const longestValue = 200

/**
 * Tells what is wrong: one sentence for each finding, which names the call between two services
 * that broke. Equal sentences are counted.
 */
export function sentencesOf(findings: Finding[]): string[] {
  const counts = new Map<string, number>()
  for (const finding of findings) {
    const sentence = sentenceOf(finding)
    const times = finding.kind === 'missing' ? finding.times : 1
    counts.set(sentence, (counts.get(sentence) ?? 0) + times)
  }
  return [...counts].map(([text, times]) => (times > 1 ? `${text} (${times} times)` : text))
}

function sentenceOf(finding: Finding): string {
  if (finding.kind === 'missing') return missingSentence(finding)
  if (finding.kind === 'extra') return extraSentence(finding)
  if (finding.kind === 'moved') return movedSentence(finding)
  const { field } = finding
  const [expected, actual] = shortenBoth(finding.expected, finding.actual, longestValue)
  const message = field === 'status' && finding.node.span.status.message
  return `${labelOf(finding)}: ${field} expected ${expected}, got ${actual}${message ? ` (${message})` : ''}`
}

function missingSentence({ line, below }: Finding & { kind: 'missing' }): string {
  const label = labelOf({ line })
  const caller = below?.node?.span
  const received = line.kind === 'server' || line.kind === 'consumer'
  if (!caller || !received || caller.service === line.service) {
    return below
      ? `${label} is missing below ${labelOf(below)}`
      : `${label} is missing: no such root`
  }
  // The caller's own span tells a call that failed from one whose context was lost on its way.
  const cause =
    caller.status.code === 'error'
      ? `the call failed${caller.status.message ? ` (${caller.status.message})` : ''}`
      : `the trace context did not reach ${line.service}`
  return `${labelOf(below)} made no ${label} below it: ${cause}`
}

function extraSentence({ node, below }: Finding & { kind: 'extra' }): string {
  const label = labelOf({ node })
  if (below) return `${label} is not in the contract, below ${labelOf(below)}`
  return `${label} is not in the contract: a further root${whyRoot({ node })}`
}

function movedSentence({ node, line, from, to }: Finding & { kind: 'moved' }): string {
  const label = labelOf({ node, line })
  if (from === to) return `${label} is out of order below ${placeOf(to)}`
  return `${label} moved from ${placeOf(from)} to ${placeOf(to)}${to ? '' : whyRoot({ node })}`
}

function whyRoot({ node }: Place): string {
  if (node?.flaw === 'cycle') return ', its own ancestor'
  if (node?.flaw !== 'orphan') return ''
  return `, its parent ${node.span.parentSpanId} is not in this trace`
}

function placeOf(place: Place | undefined): string {
  return place ? labelOf(place) : 'the top'
}

/**
 * `orders: GET [client]`, with the words of the span where there is one, else those of the line.
 */
function labelOf({ line, node }: Place): string {
  const { service, name, kind }: Pick<Line, 'service' | 'name' | 'kind'> = node?.span ?? {
    service: line?.service ?? '',
    name: line?.name ?? '',
    kind: line?.kind ?? 'internal',
  }
  const label = `${printService(service)}: ${printName(shorten(name, longestName))}`
  return kind === 'internal' ? label : `${label} [${kind}]`
}
