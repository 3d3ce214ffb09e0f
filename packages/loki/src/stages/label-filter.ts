import type { Entry, Stage } from '../logql/entry.ts'
import { readMatcher } from '../logql/matcher.ts'
import type { Syntax } from '../logql/syntax.ts'
import { ipTest } from './ip.ts'
import { bytes, duration, plainNumber, type Unit } from './units.ts'

/** `a="x" and (b > 5 or c < 10ms), d=~"y"`; `,` and a space count as `and`. */
export function readLabelFilter(filter: Syntax): Stage {
  const operands = filter.children('LabelFilter')
  if (operands.length > 0) return readAlternatives(filter)
  const [only] = filter.children()
  if (only?.name === 'Matcher') return matcherStage(only)
  if (only?.name === 'IpLabelFilter') return ipStage(only)
  const comparing = only?.name === 'UnitFilter' ? only.children()[0] : only
  const unit = comparing && unitsOf[comparing.name]
  if (!unit) throw filter.unsupported(`the label filter ${JSON.stringify(filter.text)}`)
  return comparison(comparing, unit)
}

/**
 * `and` binds tighter than `or`. The grammar does not know this, so its tree is flattened first.
 */
function readAlternatives(filter: Syntax): Stage {
  const alternatives: Stage[][] = [[]]
  for (const part of inOrder(filter)) {
    if (part === 'or') alternatives.push([])
    else alternatives.at(-1)?.push(readLabelFilter(part))
  }
  return (entry) => alternatives.some((all) => all.every((stage) => stage(entry)))
}

/** Parentheses make a node with a single filter in it, which stays together. */
function inOrder(filter: Syntax): (Syntax | 'or')[] {
  const [left, right] = filter.children('LabelFilter')
  if (!left) return [filter]
  if (!right) return [left]
  const parts = [left, right].map((side) => (isPair(side) ? inOrder(side) : [side]))
  return [...(parts[0] ?? []), ...(filter.child('Or') ? ['or' as const] : []), ...(parts[1] ?? [])]
}

function isPair(filter: Syntax): boolean {
  return filter.children('LabelFilter').length === 2
}

function matcherStage(matcher: Syntax): Stage {
  const { name, test } = readMatcher(matcher)
  return (entry) => test(entry.get(name) ?? '')
}

/**
 * `addr = ip("10.0.0.0/8")`. With `=` and with `!=` it drops lines without the label, and keeps
 * lines with an error.
 */
function ipStage(filter: Syntax): Stage {
  const name = filter.expect('Identifier').text
  const test = ipTest(filter.string())
  if (!test) throw filter.error(`${filter.text}: expected an address, a range or a CIDR`)
  const wanted = filter.child('Eq') !== undefined
  return (entry) => {
    if (entry.failed) return true
    const value = entry.get(name)
    return value !== undefined && test(value) === wanted
  }
}

const unitsOf: Record<string, Unit> = {
  NumberFilter: plainNumber,
  DurationFilter: duration,
  BytesFilter: bytes,
}

const comparisons: Record<string, (given: number, wanted: number) => boolean> = {
  '=': (given, wanted) => given === wanted,
  '==': (given, wanted) => given === wanted,
  '!=': (given, wanted) => given !== wanted,
  '>': (given, wanted) => given > wanted,
  '>=': (given, wanted) => given >= wanted,
  '<': (given, wanted) => given < wanted,
  '<=': (given, wanted) => given <= wanted,
}

function comparison(filter: Syntax, unit: Unit): Stage {
  const [name, op, value] = filter.children()
  const wanted = value && unit.parse(value.text)
  const holds = op && comparisons[op.text]
  if (!name || !holds || wanted === undefined) throw filter.error(`${filter.text}: no comparison`)
  return (entry) => compareLabel(entry, { name: name.text, wanted, unit, holds })
}

interface Comparison {
  name: string
  wanted: number
  unit: Unit
  holds: (given: number, wanted: number) => boolean
}

/**
 * A label that is no number keeps its line and marks it with an error, so that the reader sees it.
 * An earlier error of the line stays, since it may tell more.
 */
function compareLabel(entry: Entry, { name, wanted, unit, holds }: Comparison): boolean {
  const text = entry.get(name)
  if (text === undefined) return false
  const given = unit.parse(text)
  if (given !== undefined) return holds(given, wanted)
  if (!entry.failed) entry.fail('LabelFilterErr', unit.explain(text))
  return true
}
