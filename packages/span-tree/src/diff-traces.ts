import { buildTree, type Span, type SpanNode, type Trace } from '@onetrace/spans'
import { mergedBelow } from './compare/moves.ts'
import { sentencesOf } from './compare/sentences.ts'
import { type Comparison, compareSpanTree, type Finding, type Merged } from './compare.ts'
import { deepestLevel, type Line } from './text/contract.ts'
import { lineOf } from './text/print-trace.ts'
import { printName, printService } from './text/words.ts'

export interface TraceDifference extends Comparison {
  /**
   * The spans of both traces at one place of the trees; only one, where the other trace has none.
   */
  spansAt(place: Merged): { first?: Span | undefined; second?: Span | undefined }
}

/** How the second trace differs from the first: in structure, kinds and status. */
export function diffTraces(first: Trace, second: Trace): TraceDifference {
  const origins = new Map<Line, Span>()
  const lines = toLines(buildTree(first), origins)
  const comparison = compareSpanTree({ roots: { ordered: false, open: false, lines } }, second)
  return {
    ...comparison,
    spansAt: ({ line, node }) => ({ first: line && origins.get(line), second: node?.span }),
  }
}

/** The first trace as its own contract, each line with the span that it comes from. */
function toLines(roots: SpanNode[], origins: Map<Line, Span>): Line[] {
  const top: Line[] = []
  const stack = roots.map((node) => ({ node, into: top, depth: 0 })).reverse()
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, into, depth } = next
    const line = lineOf(node)
    origins.set(line, node.span)
    into.push(line)
    const below = line.children.lines
    line.children.open = depth + 1 >= deepestLevel && node.children.length > 0
    if (line.children.open) continue
    for (const child of node.children.toReversed()) {
      stack.push({ node: child, into: below, depth: depth + 1 })
    }
  }
  return top
}

/** Findings in words that fit two traces; those of contracts do not. */
export function sentencesOfTraces(findings: Finding[]): string[] {
  const sentences = findings.map((finding) => {
    if (finding.kind === 'missing')
      return `${nameOf(finding.line)} is only in the first${where(finding)}`
    if (finding.kind === 'extra')
      return `${nameOf(finding.node.span)} is only in the second${where(finding)}`
    if (finding.kind === 'moved') return sentencesOf([finding]).join()
    return `${nameOf(finding.node.span)}: ${finding.field} was ${finding.expected}, is ${finding.actual}`
  })
  const counts = Map.groupBy(sentences, (sentence) => sentence)
  return [...counts].map(([text, all]) => (all.length > 1 ? `${text} (${all.length} times)` : text))
}

function where({ below }: Extract<Finding, { kind: 'missing' | 'extra' }>): string {
  const place = below?.node?.span ?? below?.line
  return place ? `, below ${nameOf(place)}` : ', as a root'
}

function nameOf({ service, name, kind }: Pick<Line, 'service' | 'name' | 'kind'>): string {
  const label = `${printService(service)}: ${printName(name)}`
  return kind === 'internal' ? label : `${label} [${kind}]`
}

/** In milliseconds. */
export function durationOf({ startTime, endTime }: Span): number {
  return Number(endTime - startTime) / 1e6
}

export interface PlaceDurations {
  service: string
  name: string
  firstMs?: number
  secondMs?: number
}

/** The durations at every place of both trees, each before those below it. */
export function durationsOf({ merged, spansAt }: TraceDifference): PlaceDurations[] {
  return mergedBelow(merged).flatMap((place) => {
    const { first, second } = spansAt(place)
    const span = second ?? first
    if (!span) return []
    const { service, name } = span
    return {
      service,
      name,
      ...(first && { firstMs: durationOf(first) }),
      ...(second && { secondMs: durationOf(second) }),
    }
  })
}
