import { trimOws } from './ows.ts'

/** What a participant takes from a `traceparent` header, or puts into one. */
export interface Traceparent {
  traceId: string
  /** The caller's span. */
  spanId: string
  traceFlags: number
}

export const sampledFlag = 0x01
/** The right-most seven bytes of the trace id are random: W3C Trace Context level 2, 3.2.2.5.2. */
export const randomFlag = 0x02
/** All other bits are reserved, and zero in what is sent (3.2.2.5.3). */
const knownFlags = sampledFlag | randomFlag

const version = '(?!ff)([0-9a-f]{2})'
const traceId = '(?!0{32})([0-9a-f]{32})'
const parentId = '(?!0{16})([0-9a-f]{16})'
const flags = '([0-9a-f]{2})'
const laterFields = '(-.*)?'
const grammar = new RegExp(`^${version}-${traceId}-${parentId}-${flags}${laterFields}$`)

/**
 * The fields of one `traceparent` header; undefined when the header has to be ignored. A version
 * above 00 may go on behind a dash, and nothing is assumed of that; 00 ends after its flags
 * (3.2.4). https://www.w3.org/TR/trace-context-2/#traceparent-header-field-values
 */
export function parseTraceparent(header: string): Traceparent | undefined {
  const [, version, traceId, spanId, flags, later] = grammar.exec(trimOws(header)) ?? []
  if (!traceId || !spanId || !flags) return undefined
  if (version === '00' && later !== undefined) return undefined
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & knownFlags }
}

/** The API accepts ids in upper case, but a header must not have them. */
export function formatTraceparent({ traceId, spanId, traceFlags }: Traceparent): string {
  return `00-${traceId}-${spanId}-0${traceFlags & knownFlags}`.toLowerCase()
}
