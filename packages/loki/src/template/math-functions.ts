import { toFloat, toInt } from './arguments.ts'
import { decimals } from './decimal.ts'
import type { TemplateFunction } from './template-function.ts'
import { TemplateError, type Value } from './values.ts'

const any = Number.POSITIVE_INFINITY

function ints(takes: TemplateFunction['takes'], operate: (a: bigint, b: bigint) => bigint) {
  const run = (given: Value[]) => BigInt.asIntN(64, given.map(toInt).reduce(operate))
  return { takes, run }
}

function floats(takes: TemplateFunction['takes'], operate: (a: number, b: number) => number) {
  return { takes, run: (given: Value[]) => given.map(toFloat).reduce(operate) }
}

function one(operate: (a: number) => number): TemplateFunction {
  return { takes: [1, 1], run: ([value]) => operate(toFloat(value)) }
}

function notZero<T>(operate: (a: T, b: T) => T) {
  return (a: T, b: T) => {
    if (Number(b) === 0) throw new TemplateError('division by zero')
    return operate(a, b)
  }
}

export const mathFunctions: Record<string, TemplateFunction> = {
  add: ints([1, any], (a, b) => a + b),
  sub: ints([2, 2], (a, b) => a - b),
  mul: ints([1, any], (a, b) => a * b),
  div: ints(
    [2, 2],
    notZero((a, b) => a / b),
  ),
  mod: ints(
    [2, 2],
    notZero((a, b) => a % b),
  ),
  max: ints([1, any], (a, b) => (b > a ? b : a)),
  min: ints([1, any], (a, b) => (b < a ? b : a)),
  addf: floats([1, any], decimals.add),
  subf: floats([1, any], decimals.sub),
  mulf: floats([1, any], decimals.mul),
  divf: floats([1, any], notZero(decimals.div)),
  maxf: floats([1, any], (a, b) => Math.max(a, b)),
  minf: floats([1, any], (a, b) => Math.min(a, b)),
  ceil: one(Math.ceil),
  floor: one(Math.floor),
  round: { takes: [2, 3], run: ([value, digits, on = 0.5]) => round(toFloat(value), digits, on) },
  int: { takes: [1, 1], run: ([value]) => toInt(value) },
  float64: { takes: [1, 1], run: ([value]) => toFloat(value) },
}

/** Rounds up from the fraction `on`, which need not be a half. */
function round(value: number, digits: Value | undefined, on: Value): number {
  const power = 10 ** Number(toInt(digits))
  const shifted = power * value
  const up = shifted - Math.trunc(shifted) >= toFloat(on)
  return (up ? Math.ceil(shifted) : Math.floor(shifted)) / power
}
