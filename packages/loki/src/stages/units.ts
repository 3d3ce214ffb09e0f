import { parseBytes, parseNumber } from '../logql/units.ts'
import { parseGoDuration } from '../time.ts'

/** How the text of a label is a number. */
export interface Unit {
  parse: (text: string) => number | undefined
  /** Says in Go's words why a text is no such number. */
  explain: (text: string) => string
}

export const plainNumber: Unit = { parse: parseNumber, explain: noFloat }

/** Nanoseconds. */
export const duration: Unit = {
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
}

export const bytes: Unit = {
  parse: parseBytes,
  explain: (text) => {
    const [, amount = '', unit = ''] = /^([\d.,]*)(.*)$/s.exec(text) ?? []
    return amount === '' ? noFloat(amount) : `unhandled size name: ${unit.trim().toLowerCase()}`
  },
}

function noFloat(text: string): string {
  return `strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`
}
