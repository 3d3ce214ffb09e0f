import { buildTree, type SpanNode, type Trace, walk } from '@onetrace/spans'
import { printLine } from './text/print.ts'
import { lineOf, printTrace } from './text/print-trace.ts'
import { printName, printService } from './text/words.ts'

export interface Wanted {
  service: unknown
  name: unknown
}

/** Finds each wanted span, and gives it with the spans above it. */
export function findSpans(trace: Trace, wanted: Wanted): SpanNode[][] {
  const { service, name } = wanted
  if (typeof service !== 'string') {
    throw new TypeError(`expected the name of a service, got ${typeof service}`)
  }
  if (typeof name !== 'string' && !(name instanceof RegExp)) {
    throw new TypeError(`expected a span's name as text or RegExp, got ${typeof name}`)
  }
  // search, not test: a RegExp with the flag g remembers where it stopped.
  const fits = (text: string) => (typeof name === 'string' ? text === name : text.search(name) >= 0)
  const found: SpanNode[][] = []
  const path: SpanNode[] = []
  for (const { node, depth } of walk(buildTree(trace))) {
    path.length = depth
    path.push(node)
    if (node.span.service === service && fits(node.span.name)) found.push([...path])
  }
  return found
}

const mostShown = 10

export function printFound(wanted: Wanted, found: SpanNode[][]): string {
  const paths = found.slice(0, mostShown).map((path) => {
    const steps = path.slice(-4).map((node) => printLine(lineOf(node)))
    return `  ${steps.join(' > ')}`
  })
  const more = found.length > mostShown ? [`  ... and ${found.length - mostShown} more`] : []
  return [`expected no span ${label(wanted)}, got ${found.length}:`, ...paths, ...more].join('\n')
}

const mostLines = 100

export function printMissing(wanted: Wanted, trace: Trace): string {
  const lines = printTrace(trace).trimEnd().split('\n')
  const more = lines.length > mostLines ? [`# ... and ${lines.length - mostLines} more`] : []
  return [
    `expected a span ${label(wanted)}, got none in:`,
    '',
    ...lines.slice(0, mostLines),
    ...more,
  ].join('\n')
}

function label({ service, name }: Wanted): string {
  return `${printService(String(service))}: ${name instanceof RegExp ? name : printName(String(name))}`
}
