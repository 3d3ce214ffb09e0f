import {
  type AttributeValue,
  attributeText,
  buildTree,
  noTraceId,
  type Span,
  type SpanNode,
  type Trace,
  waitOf,
  walk,
} from '@onetrace/spans'
import { deepestLevel, type Line } from './contract.ts'
import { type LogLine, printLogLine } from './log-line.ts'
import { printLine } from './print.ts'

export interface PrintOptions {
  /** Whether to print durations, and what is odd about a span. */
  comments?: boolean
  /** Each is printed as a comment below the span that wrote it. */
  logs?: readonly LogLine[]
  /** By span id, what else is known of a span: it stands behind its duration. */
  notes?: ReadonlyMap<string, readonly string[]>
}

interface Row {
  text: string
  comment?: string
}

/**
 * The attribute that is printed too, since every server span has it and a contract may ask for it.
 */
const keptAttribute = 'http.response.status_code'

/** A line that is longer than this does not move the comments of the other lines. */
const widestText = 100

/** A trace as the text that `parseSpanTree` reads, and that the trace itself satisfies. */
export function printTrace(trace: Trace, options: PrintOptions = {}): string {
  const roots = buildTree(trace)
  const bySpan = Map.groupBy(options.logs ?? [], (log) => log.spanId)
  const rows: Row[] = []
  const above: SpanNode[] = [] // the last node of each depth
  for (const { node, depth } of walk(roots)) {
    const indent = '  '.repeat(depth)
    const { spanId } = node.span
    above[depth] = node
    if (depth < deepestLevel) {
      const text = indent + printLine(lineOf(node))
      const more = node.nth ? undefined : options.notes?.get(spanId)
      const comment = () => describe(node, above[depth - 1], more)
      rows.push(options.comments ? { text, comment: comment() } : { text })
      if (!node.nth) rows.push(...toComments(bySpan.get(spanId), `${indent}  `))
    } else if (depth === deepestLevel) rows.push({ text: `${indent}...` })
    if (!node.nth) bySpan.delete(spanId)
  }
  rows.push(...toComments([...bySpan.values()].flat(), ''))
  return options.comments ? alignComments(rows) : joinLines(rows.map((row) => row.text))
}

/** The line that a span satisfies, without its children. */
export function lineOf({ span, linked }: SpanNode): Line {
  const { service, name, kind, status, attributes } = span
  const code = kind === 'server' ? attributes[keptAttribute] : undefined
  return {
    service,
    name,
    kind,
    attributes: code === undefined ? [] : [equals(keptAttribute, code)],
    count: { min: 1, max: 1 },
    failed: status.code === 'error',
    linked,
    children: { ordered: false, open: false, lines: [] },
  }
}

function equals(key: string, value: AttributeValue): Line['attributes'][number] {
  return { test: 'equals', key, value: attributeText(value) }
}

function describe(
  { span, flaw, nth }: SpanNode,
  above: SpanNode | undefined,
  more: readonly string[] = [],
): string {
  const notes = [`${(Number(span.endTime - span.startTime) / 1e6).toFixed(1)} ms`]
  const wait = waitOf({ span }, above)
  if (wait) notes.push(wait.words)
  notes.push(...more)
  if (flaw === 'orphan') notes.push(`its parent ${span.parentSpanId} is not in this trace`)
  if (flaw === 'cycle') notes.push('it is its own ancestor')
  if (nth) notes.push(`an earlier span has its id ${span.spanId}`)
  const [trace, ...others] = new Set(foreignLinks(span))
  if (trace)
    notes.push(`links to trace ${trace}${others.length > 0 ? ` and ${others.length} more` : ''}`)
  return notes.join(', ')
}

function foreignLinks({ traceId, links }: Span): string[] {
  return links.map((link) => link.traceId).filter((id) => id !== traceId && id !== noTraceId)
}

function toComments(logs: readonly LogLine[] | undefined, indent: string): Row[] {
  return (logs ?? []).map((log) => ({ text: `${indent}# ${printLogLine(log)}` }))
}

/** Durations stand one below the other, aligned at their decimal points. */
function alignComments(rows: Row[]): string {
  let column = 0
  let digits = 0
  for (const { text, comment } of rows) {
    if (comment === undefined) continue
    column = Math.max(column, Math.min(text.length, widestText))
    digits = Math.max(digits, comment.indexOf('.'))
  }
  const lines = rows.map(({ text, comment }) => {
    if (comment === undefined) return text
    const gap = ' '.repeat(digits - comment.indexOf('.'))
    return `${text.padEnd(column)}  # ${gap}${comment}`
  })
  return joinLines(lines)
}

function joinLines(lines: string[]): string {
  return `${lines.join('\n')}\n`
}
