import { zoneAt } from './time-zone.ts'

const second = 1_000_000_000n

/** A moment, and the zone that it is written in. */
export class GoTime {
  /** Unix nanoseconds. */
  readonly nanos: bigint
  readonly zone: string

  constructor(nanos: bigint, zone = 'UTC') {
    this.nanos = nanos
    this.zone = zone
  }

  toString(): string {
    return formatTime(this, '2006-01-02 15:04:05.999999999 -0700 MST')
  }
}

const months =
  'January February March April May June July August September October November December'.split(' ')
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

/**
 * A layout of Go shows how one certain moment would be written:
 * https://pkg.go.dev/time#pkg-constants
 */
const chunk =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|2006|[-Z]07(?::?00){0,2}|002|_2(?!006)|[.,](?:0+|9+)(?!\d)|0[1-6]|15|PM|pm|[1-5]/g

interface Fields {
  date: Date
  fraction: bigint
  offset: number
  abbreviation: string
}

const writers: Record<string, (fields: Fields) => string | number> = {
  January: ({ date }) => months[date.getUTCMonth()] ?? '',
  Jan: ({ date }) => (months[date.getUTCMonth()] ?? '').slice(0, 3),
  Monday: ({ date }) => days[date.getUTCDay()] ?? '',
  Mon: ({ date }) => (days[date.getUTCDay()] ?? '').slice(0, 3),
  MST: ({ abbreviation }) => abbreviation,
  '2006': ({ date }) => pad(date.getUTCFullYear(), 4),
  '06': ({ date }) => pad(date.getUTCFullYear() % 100, 2),
  '01': ({ date }) => pad(date.getUTCMonth() + 1, 2),
  '1': ({ date }) => date.getUTCMonth() + 1,
  '002': ({ date }) => pad(dayOfYear(date), 3),
  '02': ({ date }) => pad(date.getUTCDate(), 2),
  _2: ({ date }) => String(date.getUTCDate()).padStart(2),
  '2': ({ date }) => date.getUTCDate(),
  '15': ({ date }) => pad(date.getUTCHours(), 2),
  '03': ({ date }) => pad(date.getUTCHours() % 12 || 12, 2),
  '3': ({ date }) => date.getUTCHours() % 12 || 12,
  '04': ({ date }) => pad(date.getUTCMinutes(), 2),
  '4': ({ date }) => date.getUTCMinutes(),
  '05': ({ date }) => pad(date.getUTCSeconds(), 2),
  '5': ({ date }) => date.getUTCSeconds(),
  PM: ({ date }) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  pm: ({ date }) => (date.getUTCHours() < 12 ? 'am' : 'pm'),
}

export function formatTime({ nanos, zone }: GoTime, layout: string): string {
  const fraction = ((nanos % second) + second) % second
  const ms = Number((nanos - fraction) / 1_000_000n)
  const { offset, abbreviation } = zoneAt(zone, ms)
  const fields = { date: new Date(ms + offset * 60_000), fraction, offset, abbreviation }
  return layout.replace(chunk, (sample) => String(write(sample, fields)))
}

function write(sample: string, fields: Fields): string | number {
  const writer = writers[sample]
  if (writer) return writer(fields)
  if (/^[.,]/.test(sample)) return fractionText(sample, fields.fraction)
  return offsetText(sample, fields.offset)
}

/** `.000` always gives three digits; `.999` gives at most three, without zeros at the end. */
function fractionText(sample: string, fraction: bigint): string {
  const digits = String(fraction)
    .padStart(9, '0')
    .slice(0, sample.length - 1)
  if (sample[1] === '0') return sample[0] + digits
  const short = digits.replace(/0+$/, '')
  return short && sample[0] + short
}

function offsetText(sample: string, offset: number): string {
  if (sample.startsWith('Z') && offset === 0) return 'Z'
  const minutes = Math.abs(offset)
  const parts = [pad(Math.floor(minutes / 60), 2), pad(minutes % 60, 2), '00']
  const shown = parts.slice(0, sample.match(/\d\d/g)?.length)
  return (offset < 0 ? '-' : '+') + shown.join(sample.includes(':') ? ':' : '')
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 0)) / 86_400_000)
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

/** The chunks of a layout with what may stand in their place. */
export function layoutParts(layout: string): { chunks: string[]; literals: string[] } {
  return { chunks: layout.match(chunk) ?? [], literals: layout.split(chunk) }
}

export function monthByName(name: string): number {
  return months.findIndex(
    (month) => month.slice(0, 3).toLowerCase() === name.slice(0, 3).toLowerCase(),
  )
}
