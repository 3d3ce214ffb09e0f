import { nowNano } from '../time.ts'
import { asText } from './arguments.ts'
import { formatTime, GoTime } from './go-time.ts'
import { parseTime } from './parse-time.ts'
import type { TemplateFunction } from './template-function.ts'
import { isZone } from './time-zone.ts'
import { TemplateError, typeOf, type Value } from './values.ts'

const second = 1_000_000_000n
/** The year 1, which Go gives for a text that is no time. */
const zeroTime = -62_135_596_800n * second

function epoch(nanosecondsEach: bigint): TemplateFunction {
  return { takes: [1, 1], run: ([date]) => String(asTime(date).nanos / nanosecondsEach) }
}

export const dateFunctions: Record<string, TemplateFunction> = {
  now: { takes: [0, 0], run: () => new GoTime(nowNano()) },
  __timestamp__: { takes: [0, 0], run: (_, { source }) => new GoTime(source.time) },
  date: { takes: [2, 2], run: ([layout, date]) => formatTime(dateOf(date), asText(layout)) },
  toDate: { takes: [2, 2], run: ([layout, text]) => parse(asText(layout), 'Local', asText(text)) },
  toDateInZone: {
    takes: [3, 3],
    run: ([layout, zone, text]) => parse(asText(layout), asText(zone), asText(text)),
  },
  unixEpoch: epoch(second),
  unixEpochMillis: epoch(1_000_000n),
  unixEpochNanos: epoch(1n),
  unixToTime: { takes: [1, 1], run: ([text]) => fromEpoch(asText(text)) },
}

function asTime(value: Value | undefined): GoTime {
  if (value instanceof GoTime) return value
  throw new TemplateError(`wrong type for value; expected time.Time; got ${typeOf(value ?? null)}`)
}

/** A number of seconds is also taken as a date. */
function dateOf(value: Value | undefined): GoTime {
  if (typeof value === 'bigint') return new GoTime(value * second)
  return value instanceof GoTime ? value : new GoTime(nowNano())
}

function parse(layout: string, zone: string, text: string): GoTime {
  const known = isZone(zone) ? zone : 'UTC'
  return parseTime(layout, text, known) ?? new GoTime(zeroTime)
}

/** The unit of a number of seconds and the like, by its number of digits. */
const units: Record<number, bigint> = {
  5: 86_400n * second,
  10: second,
  13: 1_000_000n,
  16: 1000n,
  19: 1n,
}

function fromEpoch(text: string): GoTime {
  const unit = units[text.length]
  if (unit && /^\d+$/.test(text)) return new GoTime(BigInt(text) * unit)
  throw new TemplateError(`unable to parse time '${text}': expected 5, 10, 13, 16 or 19 digits`)
}
