import { type Contract, deepestLevel, type Line, type Siblings } from './contract.ts'
import { parseLine } from './parse-line.ts'
import { Scanner } from './scanner.ts'
import { SpanTreeSyntaxError } from './syntax-error.ts'

const inOrder = /in order(?=\s*$|\s+#)/y
const dots = /\.\.\.(?=\s*$|\s+#)/y

/**
 * Reads the text form of a tree; the grammar is in this package's README. The text may be indented
 * as a whole, as it is in a template literal. It throws a SpanTreeSyntaxError, also for a text
 * without any span, since a contract that checks nothing is a mistake.
 */
export function parseSpanTree(text: string): Contract {
  return parseWithPlaces(text).contract
}

/**
 * The same, with the number (from 0) of the text's line that each line of the contract stands on.
 */
export function parseWithPlaces(text: string): { contract: Contract; places: Map<Line, number> } {
  if (typeof text !== 'string') {
    throw new TypeError(`expected a contract as text, got ${text === null ? 'null' : typeof text}`)
  }
  const places = new Map<Line, number>()
  const roots = emptySiblings()
  const open: Siblings[] = [roots] // for each level, the siblings that the next line may join
  let base: number | undefined
  for (const [index, source] of splitLines(text).entries()) {
    const scanner = new Scanner(source, index + 1)
    const indent = scanner.skipSpaces()
    if (scanner.done || scanner.startsWith('#')) continue
    base ??= indent
    const level = levelOf(scanner, indent - base, open.length - 1)
    open.length = level + 1
    const line = addTo(open, scanner)
    if (line) places.set(line, index)
  }
  if (roots.lines.length === 0) failEmpty(text)
  return { contract: { roots }, places }
}

export function splitLines(text: string): string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
}

function emptySiblings(): Siblings {
  return { ordered: false, open: false, lines: [] }
}

function levelOf(scanner: Scanner, indent: number, deepest: number): number {
  if (scanner.startsWith('\t')) scanner.fail('spaces to indent with')
  if (indent < 0) scanner.fail('no less indentation than the first line has')
  if (indent % 2 !== 0) scanner.fail('two spaces for each level')
  const level = indent / 2
  if (level > deepest) scanner.fail(`at most ${deepest * 2} spaces more than the first line has`)
  if (level >= deepestLevel) scanner.fail(`at most ${deepestLevel} levels`)
  return level
}

function addTo(open: Siblings[], scanner: Scanner): Line | undefined {
  const siblings = open.at(-1) ?? emptySiblings()
  const isRoot = open.length === 1
  const start = scanner.position
  if (scanner.take(inOrder)) {
    if (siblings.ordered || siblings.open || siblings.lines.length > 0) {
      scanner.fail('"in order" once, above the first of the siblings', start)
    }
    siblings.ordered = true
  } else if (scanner.take(dots)) {
    if (isRoot)
      scanner.fail('a span (... stands below the span whose children it leaves open)', start)
    siblings.open = true
  } else {
    if (isRoot && scanner.startsWith('~')) scanner.fail('a line above that "~" links to')
    const line = parseLine(scanner)
    siblings.lines.push(line)
    open.push(line.children)
    return line
  }
  return undefined
}

function failEmpty(text: string): never {
  const source = splitLines(text)[0] ?? ''
  const got = text.trim() === '' ? 'an empty text' : 'a text without a span'
  const place = { source, line: 1, column: 1 }
  throw new SpanTreeSyntaxError(place, 'at least one line like "service: span name"', got)
}
