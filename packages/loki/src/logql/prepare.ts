import { parseRangeDuration } from './units.ts'

export interface Prepared {
  /** As long as the query, so that places in it are places in the query. */
  text: string
  /** By the place behind the `]` of the range: nanoseconds. */
  offsets: Map<number, bigint>
}

/** One that does not end goes to the end, so that a hostile query is read once. */
const string = String.raw`"(?:[^"\\]|\\[\s\S])*(?:"|$)|\`[^\`]*(?:\`|$)`
const token = new RegExp(
  [
    String.raw`\{(?:${string}|[^"\`{}])*\}`, // a selector, which wants its commas
    String.raw`(?<value>[=~<>]\s*(?:${string}|\d[\w.]*))\s(?=\s*[a-zA-Z_]\w*\s*(?:[=!]~|[=!<>]=|[=<>]))`,
    string,
    String.raw`#[^\n]*`,
    String.raw`(?<range>\]\s*)(?<offset>offset\s+(?<sign>-?)(?<duration>[\da-zµ]+))`,
  ].join('|'),
  'g',
)

/**
 * What LogQL allows and the grammar does not know: label filters with nothing but a space between
 * them get a comma, and the `offset` behind any range is taken out and kept.
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
