import type { SpanNode } from '@onetrace/spans'
import type { AttributeTest, Line } from '../text/contract.ts'
import { printTest } from '../text/print.ts'
import { findPassed } from './passed.ts'

/**
 * What a span is by itself, without what is below it. Spans that no line of their service and name
 * can tell apart share one head.
 */
export interface Head {
  key: string
  /** What every line says: service, name, kind, status, link. */
  base: string
  /** Which tests of lines of its service and name it passes. */
  passed: Set<number>
  /** Whether a line of its service and name asks for an order below it. */
  inTime: boolean
}

/** What a line asks of a span by itself. */
export interface LineHead {
  base: string
  tests: number[]
  /** The line's test that the fewest heads pass, so that a search through those is the shortest. */
  rarest: number | undefined
  /** The only head of the whole trace that fits the line, or `none` or `several`. */
  fitting: Head | 'none' | 'several'
}

export interface Heads {
  ofNode(node: SpanNode): Head
  ofLine(line: Line): LineHead
}

export function createHeads(lines: Line[], nodes: SpanNode[]): Heads {
  const ofNode = new Map<SpanNode, Head>()
  const ofLine = new Map<Line, LineHead>()
  const linesOf = Map.groupBy(lines, nameKey)
  const nodesOf = Map.groupBy(nodes, ({ span }) => nameKey(span))
  for (const name of new Set([...linesOf.keys(), ...nodesOf.keys()])) {
    const own = linesOf.get(name) ?? []
    const tests = testsOf(own)
    const heads = headsOf(name, own, findPassed([...tests.values()], nodesOf.get(name) ?? []))
    for (const [node, head] of heads) ofNode.set(node, head)
    const numbers = new Map([...tests.keys()].map((text, number) => [text, number]))
    const index = indexHeads(new Set(heads.values()))
    for (const line of own) ofLine.set(line, lineHeadOf(line, name, numbers, index))
  }
  return { ofNode: (node) => known(ofNode, node), ofLine: (line) => known(ofLine, line) }
}

export function fitsHead({ base, tests }: LineHead, head: Head): boolean {
  return base === head.base && tests.every((test) => head.passed.has(test))
}

/** They are sorted, so that the number of a test does not depend on the order of the lines. */
function testsOf(lines: Line[]): Map<string, AttributeTest> {
  const tests = lines.flatMap(({ attributes }) =>
    attributes.map((test) => [printTest(test), test] as const),
  )
  return new Map(tests.sort(([a], [b]) => (a < b ? -1 : Number(a > b))))
}

function headsOf(
  name: string,
  lines: Line[],
  passedBy: Map<SpanNode, number[]>,
): Map<SpanNode, Head> {
  const inTime = lines.some(({ children }) => children.ordered)
  const heads = new Map<string, Head>()
  const ofNode = new Map<SpanNode, Head>()
  for (const [node, passed] of passedBy) {
    const base = `${node.span.kind} ${node.span.status.code === 'error'} ${node.linked} ${name}`
    const key = `${passed}|${base}`
    const head = heads.get(key) ?? { key, base, passed: new Set(passed), inTime }
    heads.set(key, head)
    ofNode.set(node, head)
  }
  return ofNode
}

/** The heads by their base, and by each test that they pass. */
function indexHeads(heads: Iterable<Head>): Map<string, Head[]> {
  const index = new Map<string, Head[]>()
  for (const head of heads) {
    for (const test of ['', ...head.passed]) addTo(index, `${test}|${head.base}`, head)
  }
  return index
}

function lineHeadOf(
  line: Line,
  name: string,
  numbers: Map<string, number>,
  index: Map<string, Head[]>,
): LineHead {
  const base = `${line.kind} ${line.failed} ${line.linked} ${name}`
  const tests = line.attributes.map((test) => numbers.get(printTest(test)) ?? -1)
  const headsBy = (test: number | '') => index.get(`${test}|${base}`) ?? []
  let rarest: number | undefined
  for (const test of tests) {
    if (rarest === undefined || headsBy(test).length < headsBy(rarest).length) rarest = test
  }
  return { base, tests, rarest, fitting: fittingOf(headsBy(rarest ?? ''), tests) }
}

function fittingOf(heads: Head[], tests: number[]): LineHead['fitting'] {
  let fitting: LineHead['fitting'] = 'none'
  for (const head of heads) {
    if (!tests.every((test) => head.passed.has(test))) continue
    if (fitting !== 'none') return 'several'
    fitting = head
  }
  return fitting
}

/** The length keeps services and names apart, whatever characters they hold. */
export function nameKey({ service, name }: { service: string; name: string }): string {
  return `${service.length} ${service}${name}`
}

export function addTo<K, V>(lists: Map<K, V[]>, key: K, item: V): void {
  const list = lists.get(key)
  if (list) list.push(item)
  else lists.set(key, [item])
}

function known<K, V>(map: Map<K, V>, key: K): V {
  const value = map.get(key)
  if (value === undefined) throw new Error('expected a span or line of what is compared')
  return value
}
