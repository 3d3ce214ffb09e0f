import { unquote } from '../go-string.ts'
import type { Entry, Stage } from '../logql/entry.ts'
import type { Syntax } from '../logql/syntax.ts'
import { labelName, labelValue } from './label-name.ts'

type Json = Record<string, unknown>

/**
 * `| json` makes a label of every field, with `_` between nested names; lists and null make none.
 */
export const jsonStage: Stage = (entry) => {
  const fields = parseLine(entry)
  if (fields) extractAll(entry, fields, '')
  return true
}

function extractAll(entry: Entry, fields: Json, prefix: string): void {
  for (const [key, value] of Object.entries(fields)) {
    const name = labelName(prefix + key)
    if (name === '' || value === null || Array.isArray(value)) continue
    if (typeof value === 'object' && !(value instanceof RawNumber)) {
      extractAll(entry, value as Json, `${name}_`)
    } else entry.extract(name, labelValue(String(value)))
  }
}

/** `| json a="b.c[0]", d` */
export function readJsonExpressions(parser: Syntax): Stage {
  const wanted = readExpressions(parser).map(({ name, source }) => ({
    name,
    path: readPath(source, parser),
  }))
  return (entry) => {
    if (entry.text === '') return true
    const root = /^["{[]/.test(entry.text) ? parseOrNothing(entry.text) : undefined
    if (root === undefined) entry.fail('JSONParserErr')
    else {
      for (const { name, path } of wanted) {
        const value = valueAt(root, path)
        if (value !== undefined || !entry.isOfStream(name))
          entry.extractNamed(name, labelValue(toText(value)))
      }
    }
    return true
  }
}

/** Loki only searches the paths, and accepts JSON that is broken elsewhere. */
function parseOrNothing(text: string): unknown {
  try {
    return parse(text)
  } catch {
    return null
  }
}

function valueAt(root: unknown, path: string[]): unknown {
  return path.reduce((inner, key) => (isHolder(inner) ? inner[key] : undefined), root)
}

function isHolder(value: unknown): value is Json {
  return typeof value === 'object' && value !== null
}

export function readExpressions(parser: Syntax): { name: string; source: string }[] {
  const list = parser.expect('LabelExtractionExpressionList')
  return list.flat('LabelExtractionExpressionList', 'LabelExtractionExpression').map((item) => {
    const name = item.expect('Identifier').text
    const path = item.child('String')
    return { name, source: path ? unquote(path.text) : name }
  })
}

const wholePath = /^(?:[a-z_]\w*|\[(?:\d+|"[^"\]]*")\])(?:\.[a-z_]\w*|\[(?:\d+|"[^"\]]*")\])*$/i

function readPath(source: string, place: Syntax): string[] {
  if (!wholePath.test(source)) {
    throw place.error(`cannot parse expression [${source}]: expected a path such as a.b[0]["c"]`)
  }
  const keys = source.matchAll(/\["([^"]*)"\]|\[(\d+)\]|([^.[\]"]+)/g)
  return [...keys].map(([, quoted, index, plain]) => quoted ?? index ?? plain ?? '')
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'object' || value instanceof RawNumber) return String(value)
  return JSON.stringify(value, (_, inner) => (inner instanceof RawNumber ? Number(inner) : inner))
}

function parseLine(entry: Entry): Json | undefined {
  try {
    const value: unknown = parse(entry.text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
    entry.fail('JSONParserErr', noObject)
  } catch (error) {
    const isObject = entry.text.trimStart().startsWith('{')
    entry.fail('JSONParserErr', isObject ? (error as Error).message : noObject)
  }
  return undefined
}

/** The words of Loki's parser. */
const noObject = "Value looks like object, but can't find closing '}' symbol"

/** A number as it is written, since a label is text: 1.50 or twenty digits must not change. */
class RawNumber {
  readonly #source: string
  constructor(source: string) {
    this.#source = source
  }
  toString(): string {
    return this.#source
  }
}

const inexact = /\d{16}|\.\d*0\b|\d[eE]|-0/
type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown

/** The source of numbers is only read where a line needs it, since that is slow. */
function parse(text: string): unknown {
  if (!inexact.test(text)) return JSON.parse(text)
  const keepSource: Reviver = (_, value, { source }) =>
    typeof value === 'number' && source ? new RawNumber(source) : value
  return JSON.parse(text, keepSource as (key: string, value: unknown) => unknown)
}
