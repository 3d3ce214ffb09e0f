import { checkLength } from './arguments.ts'
import { floatText, textOf, twoDigits, typeOf, type Value } from './values.ts'

interface Verb {
  flags: string
  width: number
  precision: number | undefined
  letter: string
}

const verb = /%([-+# 0]*)(\d*)(?:\.(\d*))?([a-zA-Z%])/g

/** https://pkg.go.dev/fmt: the verbs for texts, numbers and whatever it is. */
export function printf(format: string, given: Value[]): string {
  let at = 0
  const made = format.replace(verb, (_, flags, width, precision, letter) => {
    if (letter === '%') return '%'
    if (at >= given.length) return `%!${letter}(MISSING)`
    const value = given[at++] ?? null
    const digits = precision === undefined ? undefined : Number(precision)
    const wanted = { flags, width: Number(width), precision: digits, letter }
    checkLength(Math.max(wanted.width, digits ?? 0))
    return padded(write(value, wanted), { ...wanted, numeric: typeof value !== 'string' })
  })
  const extra = given.slice(at).map((value) => `${typeOf(value)}=${textOf(value)}`)
  return extra.length > 0 ? `${made}%!(EXTRA ${extra.join(', ')})` : made
}

function write(value: Value, { letter, precision, flags }: Verb): string {
  const sign = flags.includes('+') && typeof value !== 'string' && !textOf(value).startsWith('-')
  const shown = writeAs(letter, value, precision)
  if (shown === undefined) return `%!${letter}(${typeOf(value)}=${textOf(value)})`
  return sign ? `+${shown}` : shown
}

function writeAs(letter: string, value: Value, precision: number | undefined): string | undefined {
  if (letter === 'v') return cut(textOf(value), typeof value === 'string' ? precision : undefined)
  if (letter === 'T') return typeOf(value)
  if (letter === 't') return typeof value === 'boolean' ? String(value) : undefined
  if (typeof value === 'string') return writeText(letter, value, precision)
  if (typeof value === 'bigint') return writeInt(letter, value)
  if (typeof value === 'number') return writeFloat(letter, value, precision)
  return letter === 's' && typeof value === 'object' ? textOf(value) : undefined
}

function writeText(letter: string, text: string, precision?: number): string | undefined {
  const shown = cut(text, precision)
  if (letter === 's') return shown
  if (letter === 'q') return JSON.stringify(shown)
  if (letter === 'x') return Buffer.from(shown).toString('hex')
  return letter === 'X' ? Buffer.from(shown).toString('hex').toUpperCase() : undefined
}

function cut(text: string, precision: number | undefined): string {
  return precision === undefined ? text : [...text].slice(0, precision).join('')
}

function writeInt(letter: string, value: bigint): string | undefined {
  const bases: Record<string, number> = { d: 10, x: 16, X: 16, o: 8, b: 2 }
  const base = bases[letter]
  if (letter === 'c') return String.fromCodePoint(Number(value))
  if (base === undefined) return undefined
  return letter === 'X' ? value.toString(base).toUpperCase() : value.toString(base)
}

function writeFloat(letter: string, value: number, precision?: number): string | undefined {
  if (!/^[fFeEgG]$/.test(letter)) return undefined
  if (!Number.isFinite(value)) return floatText(value)
  const shown = floatAs(letter.toLowerCase(), value, precision)
  return /[A-Z]/.test(letter) ? shown.toUpperCase() : shown
}

function floatAs(letter: string, value: number, precision: number | undefined): string {
  if (letter === 'f') return value.toFixed(Math.min(100, precision ?? 6))
  if (letter === 'e') return twoDigits(value.toExponential(Math.min(100, precision ?? 6)))
  if (precision === undefined) return floatText(value)
  return floatText(Number(value.toPrecision(Math.min(100, precision || 1))))
}

function padded(text: string, { flags, width, numeric }: Verb & { numeric: boolean }): string {
  const missing = Math.max(0, width - [...text].length)
  if (flags.includes('-')) return text + ' '.repeat(missing)
  if (!flags.includes('0') || !numeric) return ' '.repeat(missing) + text
  const [, sign = '', digits = ''] = /^([+-]?)(.*)$/s.exec(text) ?? []
  return sign + '0'.repeat(missing) + digits
}
