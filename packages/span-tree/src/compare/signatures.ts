import { attributeText, type SpanNode } from '@onetrace/spans'
import { attributeValue } from '../text/attribute-value.ts'
import type { Line } from '../text/contract.ts'

/**
 * Numbers that are equal for a line and a span whenever the span is, with all below it, what the
 * line asks for. So lines find their spans by looking them up, not by comparing each with each.
 */
export interface Signatures {
  of(node: SpanNode): number
  /** None where a line leaves open how many spans are below it: there is no one number for that. */
  ofLine(line: Line): LineSignature | undefined
  /** Whether the two alone tell that the span is what the line asks for. */
  areExact(line: Line, node: SpanNode): boolean
}

export interface LineSignature {
  number: number
  /** Whether the reverse holds too: all spans of this number are what the line asks for. */
  exact: boolean
}

interface Kinds {
  lines: Line[]
  nodes: SpanNode[]
  shapeOf(line: Line): number
  classOf(node: SpanNode): number
}

/** Lines and nodes come each before those below it. */
export function sign({ lines, nodes, shapeOf, classOf }: Kinds): Signatures {
  const keysOf = commonKeys(lines)
  const numbers = new Map<string, number>()
  const ofClass = new Map<number, number>()
  const ofShape = new Map<number, LineSignature | undefined>()
  const numberOf = (head: unknown[], below: Map<number, number>) => {
    const key = JSON.stringify([...head, [...below].sort(([a], [b]) => a - b)])
    const known = numbers.get(key) ?? numbers.size
    numbers.set(key, known)
    return known
  }

  for (const node of nodes.toReversed()) {
    const kind = classOf(node)
    if (ofClass.has(kind)) continue
    const below = new Map<number, number>()
    for (const child of node.children) addTo(below, ofClass.get(classOf(child)) ?? -1, 1)
    ofClass.set(kind, numberOf(headOf(node, keysOf.get(nameKey(node.span)) ?? []), below))
  }
  for (const line of lines.toReversed()) {
    const shape = shapeOf(line)
    if (ofShape.has(shape)) continue
    const below = belowLine(line, (child) => ofShape.get(shapeOf(child)))
    ofShape.set(shape, below && signLine(line, below, keysOf.get(nameKey(line)) ?? [], numberOf))
  }
  const of = (node: SpanNode) => ofClass.get(classOf(node)) ?? -1
  const ofLine = (line: Line) => ofShape.get(shapeOf(line))
  const areExact = (line: Line, node: SpanNode) => {
    const signature = ofLine(line)
    return signature?.exact === true && signature.number === of(node)
  }
  return { of, ofLine, areExact }
}

function headOf({ span, linked }: SpanNode, keys: string[]): unknown[] {
  const { service, name, kind, status } = span
  const values = keys.map((key) => {
    const value = attributeValue(span, key)
    return value === undefined ? null : attributeText(value)
  })
  return [service, name, kind, status.code === 'error', linked, values]
}

interface Below {
  counts: Map<number, number>
  exact: boolean
}

function belowLine(
  { children }: Line,
  ofLine: (line: Line) => LineSignature | undefined,
): Below | undefined {
  if (children.open) return undefined
  const below: Below = { counts: new Map(), exact: !children.ordered }
  for (const child of children.lines) {
    const signature = ofLine(child)
    if (!signature || child.count.min !== child.count.max) return undefined
    addTo(below.counts, signature.number, child.count.min)
    if (!signature.exact) below.exact = false
  }
  return below
}

function signLine(
  line: Line,
  below: Below,
  keys: string[],
  numberOf: (head: unknown[], below: Map<number, number>) => number,
): LineSignature {
  const { service, name, kind, failed, linked } = line
  const wanted = equalTests(line)
  const values = keys.map((key) => wanted.get(key))
  const number = numberOf([service, name, kind, failed, linked, values], below.counts)
  // Each test is of another key and about a value that the number tells of.
  return { number, exact: below.exact && line.attributes.length === keys.length }
}

/** The keys that all lines of a service and name ask for by value. */
function commonKeys(lines: Line[]): Map<string, string[]> {
  const common = new Map<string, string[]>()
  for (const line of lines) {
    const wanted = equalTests(line)
    const name = nameKey(line)
    const keys = common.get(name)
    common.set(name, keys ? keys.filter((key) => wanted.has(key)) : [...wanted.keys()].sort())
  }
  return common
}

function equalTests({ attributes }: Line): Map<string, string> {
  return new Map(attributes.flatMap((it) => (it.test === 'equals' ? [[it.key, it.value]] : [])))
}

function nameKey({ service, name }: { service: string; name: string }): string {
  return JSON.stringify([service, name])
}

function addTo(counts: Map<number, number>, key: number, times: number): void {
  counts.set(key, (counts.get(key) ?? 0) + times)
}
