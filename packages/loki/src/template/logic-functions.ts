import { GoTime } from './go-time.ts'
import type { TemplateFunction } from './template-function.ts'
import { isTrue, TemplateError, typeOf, type Value } from './values.ts'

const any = Number.POSITIVE_INFINITY

function comparing(holds: (order: number) => boolean): TemplateFunction {
  return { takes: [2, 2], run: ([a = null, b = null]) => holds(order(a, b)) }
}

export const logicFunctions: Record<string, TemplateFunction> = {
  and: { takes: [1, any], run: (given) => given.find((value) => !isTrue(value)) ?? last(given) },
  or: { takes: [1, any], run: (given) => given.find(isTrue) ?? last(given) },
  not: { takes: [1, 1], run: ([value = null]) => !isTrue(value) },
  eq: { takes: [2, any], run: ([a = null, ...others]) => others.some((b) => isEqual(a, b)) },
  ne: { takes: [2, 2], run: ([a = null, b = null]) => !isEqual(a, b) },
  lt: comparing((sign) => sign < 0),
  le: comparing((sign) => sign <= 0),
  gt: comparing((sign) => sign > 0),
  ge: comparing((sign) => sign >= 0),
  len: { takes: [1, 1], run: ([value = null]) => BigInt(lengthOf(value)) },
  index: { takes: [1, any], run: ([value = null, ...keys]) => keys.reduce(itemAt, value) },
  default: {
    takes: [1, 2],
    run: ([otherwise = null, value = null]) => (isEmpty(value) ? otherwise : value),
  },
}

function last(given: Value[]): Value {
  return given.at(-1) ?? null
}

function isEmpty(value: Value): boolean {
  return !isTrue(value)
}

function isEqual(a: Value, b: Value): boolean {
  if (a === null || b === null) return a === b
  if (typeOf(a) === typeOf(b) && typeof a !== 'object') return a === b
  if (a instanceof GoTime && b instanceof GoTime) return a.nanos === b.nanos
  throw new TemplateError('incompatible types for comparison')
}

function order(a: Value, b: Value): number {
  const isOrdered = typeof a === 'string' || typeof a === 'number' || typeof a === 'bigint'
  if (!isOrdered || typeof a !== typeof b || b === null) {
    throw new TemplateError('incompatible types for comparison')
  }
  return a < b ? -1 : a > b ? 1 : 0
}

function lengthOf(value: Value): number {
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (Array.isArray(value)) return value.length
  if (value instanceof Map) return value.size
  throw new TemplateError(`len of type ${typeOf(value)}`)
}

function itemAt(value: Value, key: Value): Value {
  if (value instanceof Map && typeof key === 'string') return value.get(key) ?? null
  if (!Array.isArray(value) || typeof key !== 'bigint') {
    throw new TemplateError(`can't index item of type ${typeOf(value)} with ${typeOf(key)}`)
  }
  const item = value[Number(key)]
  if (item === undefined) throw new TemplateError(`index out of range: ${key}`)
  return item
}
