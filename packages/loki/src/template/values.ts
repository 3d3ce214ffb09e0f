import { GoTime } from './go-time.ts'

/** What a template computes with; Go tells int64 (here bigint) from float64 (here number). */
export type Value =
  | string
  | bigint
  | number
  | boolean
  | null
  | GoTime
  | Value[]
  | Map<string, Value>

/** Why a template that is well written has no result for a line. */
export class TemplateError extends Error {
  override name = 'TemplateError'
}

/** What `if` takes for true. */
export function isTrue(value: Value): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Map) return value.size > 0
  return Boolean(value)
}

/** As Go's `print` writes it. */
export function textOf(value: Value): string {
  if (value === null) return '<no value>'
  if (Array.isArray(value)) return `[${value.map(inner).join(' ')}]`
  if (value instanceof Map) {
    const pairs = [...value].sort(([a], [b]) => (a < b ? -1 : 1))
    return `map[${pairs.map(([key, item]) => `${key}:${inner(item)}`).join(' ')}]`
  }
  return typeof value === 'number' ? floatText(value) : String(value)
}

function inner(value: Value): string {
  return value === null ? '<nil>' : textOf(value)
}

/** `%v` of a float64: an exponent below 1e-4 and from 1e21 on, of two digits at least. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  const size = Math.abs(value)
  if (size !== 0 && size < 1e-4) return twoDigits(value.toExponential())
  return twoDigits(String(value))
}

export function twoDigits(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}

export function typeOf(value: Value): string {
  if (value === null) return '<nil>'
  if (Array.isArray(value)) return '[]interface {}'
  if (value instanceof Map) return 'map[string]interface {}'
  if (value instanceof GoTime) return 'time.Time'
  const names: Record<string, string> = { bigint: 'int64', number: 'float64', boolean: 'bool' }
  return names[typeof value] ?? 'string'
}

/** A JSON document; undefined where the text is none. */
export function fromJson(text: string): Value | undefined {
  try {
    return toValue(JSON.parse(text))
  } catch {
    return undefined
  }
}

function toValue(json: unknown): Value {
  if (Array.isArray(json)) return json.map(toValue)
  if (typeof json === 'object' && json !== null) {
    return new Map(Object.entries(json).map(([key, value]) => [key, toValue(value)]))
  }
  return typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean'
    ? json
    : null
}
