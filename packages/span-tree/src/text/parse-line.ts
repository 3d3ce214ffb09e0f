import type { SpanKind } from '@onetrace/spans'
import { kinds, type Line } from './contract.ts'
import { parseAttributes, parseJsonString, parseWord, refuseControls } from './parse-attributes.ts'
import type { Scanner } from './scanner.ts'
import { annotationAhead, bareService } from './words.ts'

const mostCount = 1_000_000

type Annotations = Pick<Line, 'kind' | 'attributes' | 'count' | 'failed'>

const countRange = /x(\d+)(?:\.\.(\d+))?/y
const partNames = { kind: 'kind', attributes: '{...}', count: 'count', failed: '!error' }
const anyAnnotation = '[kind], {attributes}, a count (x2, x1..3, ?), !error or "  # comment"'

/** Reads the line of one span, from behind its indentation to its end. */
export function parseLine(scanner: Scanner): Line {
  const linked = scanner.takeText('~')
  if (linked && scanner.skipSpaces() === 0) scanner.fail('a space after "~"')
  const service = parseWord(scanner, bareService, 'a service name')
  scanner.expectText(':', '":" after the service name')
  if (scanner.skipSpaces() === 0) scanner.fail('a space and the name of a span')
  const name = parseName(scanner)
  const annotations = parseAnnotations(scanner)
  const children = { ordered: false, open: false, lines: [] }
  return { service, name, ...annotations, linked, children }
}

function parseName(scanner: Scanner): string {
  if (scanner.startsWith('"')) return parseJsonString(scanner)
  const start = scanner.position
  // The search begins at the gap before, so that it also finds annotations of a line without a
  // name.
  annotationAhead.lastIndex = start - 1
  const end = annotationAhead.exec(scanner.source)?.index ?? start
  if (end <= start) scanner.fail('the name of a span')
  scanner.position = end
  const name = scanner.source.slice(start, end)
  refuseControls(scanner, name, start)
  return name
}

function parseAnnotations(scanner: Scanner): Annotations {
  const found: Partial<Annotations> = {}
  for (;;) {
    if (!scanner.atGap) scanner.fail('a space')
    scanner.skipSpaces()
    if (scanner.done || scanner.startsWith('#')) break
    const start = scanner.position
    const [part, value] = parseAnnotation(scanner)
    if (part in found) scanner.fail(`only one ${partNames[part]} on a line`, start)
    Object.assign(found, { [part]: value })
  }
  return { kind: 'internal', attributes: [], count: { min: 1, max: 1 }, failed: false, ...found }
}

function parseAnnotation(scanner: Scanner): [part: keyof Annotations, value: unknown] {
  if (scanner.startsWith('[')) return ['kind', parseKind(scanner)]
  if (scanner.startsWith('{')) return ['attributes', parseAttributes(scanner)]
  if (scanner.startsWith('x')) return ['count', parseCount(scanner)]
  if (scanner.takeText('?')) return ['count', { min: 0, max: 1 }]
  if (scanner.takeText('!error')) return ['failed', true]
  return scanner.fail(anyAnnotation)
}

function parseKind(scanner: Scanner): SpanKind {
  const kind = kinds.find((known) => scanner.takeText(`[${known}]`))
  return kind ?? scanner.fail(`one of ${kinds.map((known) => `[${known}]`).join(', ')}`)
}

function parseCount(scanner: Scanner): Line['count'] {
  const start = scanner.position
  const range = scanner.take(countRange) ?? scanner.fail(anyAnnotation)
  const [min = 0, max = min] = range.slice(1).split('..').map(Number)
  if (max < 1) scanner.fail('a count of 1 or more', start)
  if (Math.max(min, max) > mostCount) scanner.fail(`a count of at most ${mostCount}`, start)
  if (max < min) scanner.fail('the smaller count first', start)
  return { min, max }
}
