import { type SpanNode, type Trace, walk } from '@onetrace/spans'
import { mergedBelow } from '../compare/moves.ts'
import { compareSpanTree, type Merged } from '../compare.ts'
import { deepestLevel, type Line, type Siblings } from '../text/contract.ts'
import { parseSpanTree } from '../text/parse.ts'
import { printLine } from '../text/print.ts'
import { lineOf, printTrace } from '../text/print-trace.ts'
import { adaptLine, sameHead } from './adapt-line.ts'
import { placeSlots, type Slot } from './slots.ts'
import { readSourceLines, type SourceLines } from './source-lines.ts'

/**
 * Gives a contract that the trace satisfies and that differs little from the old one: lines that
 * still hold stay as they were written, with their comments, counts and expressions.
 */
export function rewriteContract(text: string, trace: Trace): string {
  const source = readSourceLines(text)
  const { merged, findings } = compareSpanTree(source.contract, trace)
  if (findings.length === 0) return text
  const writer = new Writer(source, merged)
  writer.addSiblings(source.contract.roots, merged, 0)
  const rewritten = `${writer.lines.join('\n').trim()}\n`
  // In rare cases the rewritten lines match in a way that was not meant; the plain print always
  // holds.
  const right = holds(rewritten, trace) ? rewritten : printTrace(trace)
  return text.includes('\r\n') ? right.replaceAll('\n', '\r\n') : right
}

/** The contract as it would be rewritten if it held, that is without its common indentation. */
export function dedentContract(text: string): string {
  const source = readSourceLines(text)
  const writer = new Writer(source, [])
  writer.addAll(source.contract.roots, 0)
  return `${writer.lines.join('\n').trim()}\n`
}

function holds(text: string, trace: Trace): boolean {
  return compareSpanTree(parseSpanTree(text), trace).findings.length === 0
}

class Writer {
  readonly lines: string[] = []
  readonly #source: SourceLines
  readonly #clean: Set<Merged>

  constructor(source: SourceLines, merged: Merged[]) {
    this.#source = source
    this.#clean = findClean(merged)
  }

  addSiblings(siblings: Siblings, merged: Merged[], depth: number): void {
    if (siblings.ordered) this.#add('in order', depth)
    for (const slot of placeSlots(siblings, merged)) this.#addSlot(slot, depth)
    if (siblings.open) this.#add('...', depth)
  }

  /** Adds lines as they were written. */
  addAll({ ordered, open, lines }: Siblings, depth: number): void {
    if (ordered) this.#add('in order', depth)
    for (const line of lines) this.#addWhole(line, line, depth)
    if (open) this.#add('...', depth)
  }

  #addSlot({ line, members }: Slot, depth: number): void {
    const clean = line ? members.filter((member) => this.#clean.has(member)).length : 0
    if (line && (clean > 0 || members.length === 0))
      this.#addWhole(line, withCount(line, clean), depth)
    for (const member of members) {
      if (!line || !this.#clean.has(member)) this.#addMember(member, depth)
    }
  }

  /** Adds one span, by its line where there is one, or else as it would be printed. */
  #addMember(member: Merged, depth: number): void {
    const { line, node } = member
    if (line && node) {
      this.#addHead(line, adaptLine(line, member, node), depth)
      this.addSiblings(line.children, member.children, depth + 1)
    } else if (node) this.#addNode(node, depth)
  }

  /** Adds a line below which everything is as it was. */
  #addWhole(line: Line, head: Line, depth: number): void {
    this.#addHead(line, head, depth)
    this.addAll(line.children, depth + 1)
  }

  #addHead(old: Line, head: Line, depth: number): void {
    const { text, above, below } = this.#source.sourceOf(old)
    for (const comment of above) this.#add(comment, depth)
    this.#add(sameHead(old, head) ? text : printLine(head), depth)
    for (const comment of below) this.#add(comment, depth + 1)
  }

  #addNode(root: SpanNode, top: number): void {
    for (const { node, depth } of walk([root])) {
      if (top + depth < deepestLevel) this.#add(printLine(lineOf(node)), top + depth)
      else if (top + depth === deepestLevel) this.#add('...', top + depth)
    }
  }

  #add(text: string, depth: number): void {
    this.lines.push(text === '' ? '' : '  '.repeat(depth) + text)
  }
}

function withCount(line: Line, times: number): Line {
  return { ...line, count: { min: Math.min(line.count.min, times), max: line.count.max } }
}

/** Places at and below which nothing is wrong. */
function findClean(merged: Merged[]): Set<Merged> {
  const clean = new Set<Merged>()
  for (const item of mergedBelow(merged).reverse()) {
    const fine = item.mark === 'kept' || item.mark === 'open'
    if (fine && item.children.every((child) => clean.has(child)) && !lacks(item)) clean.add(item)
  }
  return clean
}

/** A span that moved away leaves only this trace: its line has too few spans. */
function lacks({ line, children }: Merged): boolean {
  const found = Map.groupBy(children, (child) => child.line)
  const lines = line?.children.lines ?? []
  return lines.some((lower) => (found.get(lower)?.length ?? 0) < lower.count.min)
}
