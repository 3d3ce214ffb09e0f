import type { Entry, Stage } from '../logql/entry.ts'
import { readMatcher } from '../logql/matcher.ts'
import type { Syntax } from '../logql/syntax.ts'
import { parseBytes } from '../logql/units.ts'
import { parseGoDuration } from '../time.ts'

/** `a="x" and (b > 5 or c < 10ms), d=~"y"`; `,` and a space count as `and`. */
export function readLabelFilter(filter: Syntax): Stage {
  const operands = filter.children('LabelFilter')
  if (operands.length > 0) return readAlternatives(filter)
  const [only] = filter.children()
  if (only?.name === 'Matcher') return matcherStage(only)
  const comparing = only?.name === 'UnitFilter' ? only.children()[0] : only
  const unit = comparing && unitsOf[comparing.name]
  if (!unit) throw filter.unsupported(`the label filter ${JSON.stringify(filter.text)}`)
  return comparison(comparing, unit)
}

/** `and` binds tighter than `or`, which the grammar does not know: its tree is read flat. */
function readAlternatives(filter: Syntax): Stage {
  const alternatives: Stage[][] = [[]]
  for (const part of inOrder(filter)) {
    if (part === 'or') alternatives.push([])
    else alternatives.at(-1)?.push(readLabelFilter(part))
  }
  return (entry) => alternatives.some((all) => all.every((stage) => stage(entry)))
}

/** What stands in parentheses is one node with one filter in it, and stays a whole. */
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

interface Unit {
  parse: (text: string) => number | undefined
  /** Why a text is none, in Go's words. */
  explain: (text: string) => string
}

const unitsOf: Record<string, Unit> = {
  NumberFilter: {
    parse: (text) => {
      const value = Number(text)
      return text.trim() === '' || Number.isNaN(value) ? undefined : value
    },
    explain: noFloat,
  },
  DurationFilter: {
    parse: (text) => {
      const nanos = parseGoDuration(text)
      return nanos === undefined ? undefined : Number(nanos)
    },
    explain: (text) => {
      const [, unit] = /^[+-]?(?:\d+\.?\d*|\.\d+)([^\d.]*)/.exec(text) ?? []
      const quoted = JSON.stringify(text)
      if (unit === '') return `time: missing unit in duration ${quoted}`
      if (unit) return `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`
      return `time: invalid duration ${quoted}`
    },
  },
  BytesFilter: {
    parse: parseBytes,
    explain: (text) => {
      const [, amount = '', unit = ''] = /^([\d.,]*)(.*)$/s.exec(text) ?? []
      return amount === '' ? noFloat(amount) : `unhandled size name: ${unit.trim().toLowerCase()}`
    },
  },
}

function noFloat(text: string): string {
  return `strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`
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
 * A label that is no number keeps its line and marks it, so that the reader hears of it; unless the
 * line is marked already, which may say more.
 */
function compareLabel(entry: Entry, { name, wanted, unit, holds }: Comparison): boolean {
  const text = entry.get(name)
  if (text === undefined) return false
  const given = unit.parse(text)
  if (given !== undefined) return holds(given, wanted)
  if (!entry.failed) entry.fail('LabelFilterErr', unit.explain(text))
  return true
}
