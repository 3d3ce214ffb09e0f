import { parseCount, parseRange } from '../api/range-params.ts'
import { Entry } from '../logql/entry.ts'
import { parseLogql } from '../logql/parse.ts'
import { select } from '../logql/select.ts'
import { parseBytes } from '../logql/units.ts'
import { LokiError } from '../loki-error.ts'
import type { QueryView } from '../query-view.ts'
import { jsonStage } from '../stages/json.ts'
import { labelName } from '../stages/label-name.ts'
import { extractLogfmt } from '../stages/logfmt.ts'
import { parseGoDuration } from '../time.ts'

interface Field {
  type: string
  values: Set<string>
  parsers: Set<string>
  jsonPath?: string[]
}

interface Found {
  name: string
  value: string
  parser?: 'json' | 'logfmt'
  jsonPath?: string[]
}

const defaultLimit = 1000

/** `detected_fields`: the fields in structured metadata, JSON and logfmt of the latest lines. */
export function detectedFields(view: QueryView, query: URLSearchParams) {
  const limit = fieldLimit(query)
  const fields = new Map<string, Field>()
  for (const entry of latestLines(view, query)) {
    for (const found of fieldsOf(entry)) {
      if (fields.has(found.name) || fields.size < limit) note(fields, found)
    }
  }
  if (fields.size === 0) return {}
  const listed = [...fields].map(([label, { type, values, parsers, jsonPath }]) => ({
    label,
    type,
    cardinality: values.size,
    parsers: parsers.size > 0 ? [...parsers] : null,
    ...(jsonPath && { jsonPath }),
  }))
  return { fields: listed, limit }
}

/** `detected_field/<name>/values` */
export function detectedFieldValues(view: QueryView, name: string, query: URLSearchParams) {
  const limit = fieldLimit(query)
  const values = new Set<string>()
  for (const entry of latestLines(view, query)) {
    for (const found of fieldsOf(entry)) {
      if (found.name === name && values.size < limit) values.add(shownValue(found))
    }
  }
  return values.size > 0 ? { values: [...values], limit } : {}
}

/** A value as it is shown; a size in the form that a query accepts. */
function shownValue({ value, parser }: Found): string {
  const bytes = parser && /[kmgtpeb]i?$/i.test(value) ? parseBytes(value) : undefined
  return bytes === undefined ? value : sizeText(bytes)
}

/** A size as Go's package humanize prints it: `10B`, `2.0kB`, `15MB`. */
function sizeText(bytes: number): string {
  const power = bytes < 10 ? 0 : Math.floor(Math.log10(bytes) / 3)
  const amount = Math.floor((bytes / 1000 ** power) * 10 + 0.5) / 10
  const digits = power > 0 && amount < 10 ? 1 : 0
  return `${amount.toFixed(digits)}${['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'][power]}`
}

function fieldLimit(query: URLSearchParams): number {
  const name = query.get('limit') ? 'limit' : 'field_limit'
  return parseCount(query, name) ?? defaultLimit
}

function latestLines(view: QueryView, query: URLSearchParams): Entry[] {
  const parsed = parseLogql(query.get('query') ?? '')
  if (parsed.kind !== 'logs') throw new LokiError('only log selector is supported')
  const range = new URLSearchParams(query)
  range.set('limit', query.get('line_limit') ?? '')
  range.delete('direction')
  return select(view, parsed, parseRange(range))
}

function fieldsOf(entry: Entry): Found[] {
  const metadata = Object.entries(entry.metadata).map(([name, value]) => ({ name, value }))
  return [...metadata, ...parsedFields(entry)]
}

function parsedFields({ source, text }: Entry): Found[] {
  const plain = { ...source, metadata: {}, text }
  const asJson = new Entry(plain)
  jsonStage(asJson)
  if (!asJson.failed) {
    const paths = pathsOf(JSON.parse(text))
    return Object.entries(asJson.parsed).map(([name, value]) => {
      const jsonPath = paths.get(name.replace(/_extracted$/, ''))
      return { name, value, parser: 'json', ...(jsonPath && { jsonPath }) }
    })
  }
  const asLogfmt = new Entry(plain)
  extractLogfmt(asLogfmt, { strict: false, keepEmpty: false })
  return Object.entries(asLogfmt.parsed).map(([name, value]) => ({ name, value, parser: 'logfmt' }))
}

/** Where in the object each label comes from. */
function pathsOf(value: object, path: string[] = [], paths = new Map<string, string[]>()) {
  for (const [key, inner] of Object.entries(value)) {
    const here = [...path, key]
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
      pathsOf(inner, here, paths)
    } else paths.set(labelName(here.join('_')), here)
  }
  return paths
}

function note(fields: Map<string, Field>, { name, value, parser, jsonPath }: Found): void {
  const field = fields.get(name) ?? { type: 'string', values: new Set(), parsers: new Set() }
  field.type = typeOf(value)
  field.values.add(value)
  if (parser) field.parsers.add(parser)
  if (jsonPath) field.jsonPath = jsonPath
  fields.set(name, field)
}

function fitsInt64(digits: string): boolean {
  return BigInt.asIntN(64, BigInt(digits)) === BigInt(digits)
}

function typeOf(value: string): string {
  if (/^-?\d+$/.test(value)) return fitsInt64(value) ? 'int' : 'float'
  if (value.trim() !== '' && !Number.isNaN(Number(value))) return 'float'
  if (/^(?:t|f|true|false)$/i.test(value)) return 'boolean'
  if (parseGoDuration(value) !== undefined) return 'duration'
  return parseBytes(value) === undefined ? 'string' : 'bytes'
}
