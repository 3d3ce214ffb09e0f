import { compile } from '../regexp.ts'
import { GoTime, layoutParts, monthByName } from './go-time.ts'
import { zoneAt } from './time-zone.ts'

interface Read {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  nanos: string
  pm?: boolean
  /** Minutes east of Greenwich, where the text says so. */
  offset?: number
}

const patterns: [RegExp, string][] = [
  [/^January$/, '([A-Z][a-z]{2,8})'],
  [/^(?:Jan|Mon)$/, '([A-Z][a-z]{2})'],
  [/^Monday$/, '([A-Z][a-z]{5,8})'],
  [/^MST$/, '([A-Z]{3,5})'],
  [/^2006$/, '(\\d{4})'],
  [/^002$/, '(\\d{3})'],
  [/^(?:0[1-6]|15)$/, '(\\d\\d)'],
  [/^_2$/, '([ \\d]\\d)'],
  [/^[1-5]$/, '(\\d{1,2})'],
  [/^(?:PM|pm)$/, '([AaPp][Mm])'],
  [/^[.,]/, '([.,]\\d+)?'],
  [/^Z/, '(Z|[+-]\\d\\d(?::?\\d\\d){0,2})'],
  [/^-07/, '([+-]\\d\\d(?::?\\d\\d){0,2})'],
]

/** The moment that the text names in this layout; undefined where it does not fit. */
export function parseTime(layout: string, text: string, zone: string): GoTime | undefined {
  const { chunks, literals } = layoutParts(layout)
  const groups = chunks.map(groupsOf)
  const source = literals.map((literal, at) => {
    const plain = literal.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    return plain + (groups[at] ?? []).map(patternOf).join('')
  })
  // The layout comes from a query, and must not make an expression that backtracks for long.
  const match = compile(`^${source.join('')}$`).exec(text)
  return match ? timeOf(readFields(groups.flat(), match.slice(1)), zone) : undefined
}

/** A fraction may follow the seconds although the layout shows none. */
function groupsOf(chunk: string, at: number, chunks: string[]): string[] {
  const isSeconds = chunk === '05' || chunk === '5'
  return isSeconds && !/^[.,]/.test(chunks[at + 1] ?? '') ? [chunk, '.9'] : [chunk]
}

function patternOf(chunk: string): string {
  return patterns.find(([form]) => form.test(chunk))?.[1] ?? ''
}

function readFields(chunks: string[], texts: (string | undefined)[]): Read {
  const read: Read = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, nanos: '' }
  for (const [at, chunk] of chunks.entries()) readField(read, chunk, texts[at] ?? '')
  return read
}

function readField(read: Read, chunk: string, text: string): void {
  const value = Number(text)
  if (chunk === '2006') read.year = value
  else if (chunk === '06') read.year = value + (value >= 69 ? 1900 : 2000)
  else if (chunk === '01' || chunk === '1') read.month = value
  else if (chunk.startsWith('Jan')) read.month = monthByName(text) + 1
  else if (/^(?:02|_2|2)$/.test(chunk)) read.day = value
  else if (/^(?:15|03|3)$/.test(chunk)) read.hour = value
  else if (/^(?:04|4)$/.test(chunk)) read.minute = value
  else if (/^(?:05|5)$/.test(chunk)) read.second = value
  else if (/^pm$/i.test(chunk)) read.pm = /p/i.test(text)
  else if (/^[.,]/.test(chunk)) read.nanos = text.slice(1)
  else if (/^[Z-]/.test(chunk)) read.offset = offsetOf(text)
}

function offsetOf(text: string): number {
  if (text === 'Z') return 0
  const [hours = 0, minutes = 0] = (text.match(/\d\d/g) ?? []).map(Number)
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

function timeOf(read: Read, zone: string): GoTime | undefined {
  const { year, month, day, minute, second } = read
  const hour = read.pm === undefined ? read.hour : (read.hour % 12) + (read.pm ? 12 : 0)
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute, second))
  date.setUTCFullYear(year, month - 1, day) // Date.UTC would change years below 100
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23) return undefined
  const ms = date.getTime() - (read.offset ?? zoneAt(zone, date.getTime()).offset) * 60_000
  const nanos = BigInt(read.nanos.padEnd(9, '0').slice(0, 9) || '0')
  const shown = read.offset === undefined ? zone : read.offset === 0 ? 'UTC' : signed(read.offset)
  return new GoTime(BigInt(ms) * 1_000_000n + nanos, shown)
}

function signed(minutes: number): string {
  return minutes < 0 ? String(minutes) : `+${minutes}`
}
