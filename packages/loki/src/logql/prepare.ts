import { parseRangeDuration } from './units.ts'

export interface Prepared {
  /** As long as the query, so that a position in it is the same position in the query. */
  text: string
  /** Nanoseconds, by the position behind the `]` of the range. */
  offsets: Map<number, bigint>
}

/**
 * A string without an end goes to the end of the query, so that a hostile query is read only once.
 */
const string = String.raw`"(?:[^"\\]|\\[\s\S])*(?:"|$)|\`[^\`]*(?:\`|$)`
const token = new RegExp(
  [
    String.raw`\{(?:${string}|[^"\`{}])*\}`, // a selector, whose commas stay as they are
    String.raw`(?<value>[=~<>]\s*(?:${string}|\d[\w.]*))\s(?=\s*[a-zA-Z_]\w*\s*(?:[=!]~|[=!<>]=|[=<>]))`,
    string,
    String.raw`#[^\n]*`,
    String.raw`(?<range>\]\s*)(?<offset>offset\s+(?<sign>-?)(?<duration>[\da-zµ]+))`,
  ].join('|'),
  'g',
)

/**
 * Changes what LogQL allows but the grammar does not know: label filters with only a space between
 * them get a comma, and the `offset` behind a range is taken out and kept.
 */
export function prepare(query: string): Prepared {
  const offsets = new Map<number, bigint>()
  const text = query.replace(token, (whole, ...rest) => {
    const { value, range, offset, sign, duration } = rest.at(-1)
    const at: number = rest.at(-3)
    if (value !== undefined) return `${value},`
    const length = duration === undefined ? undefined : parseRangeDuration(duration)
    if (length === undefined) return whole
    offsets.set(at + 1, sign === '-' ? -length : length)
    return range + ' '.repeat(offset.length)
  })
  return { text, offsets }
}
