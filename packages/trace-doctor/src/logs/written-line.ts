import type { StatementPart } from './statement-part.ts'

/** What a log line says by itself, in the same words whatever its format is. */
export interface WrittenLine {
  /** Unix nanoseconds. */
  time?: bigint | undefined
  level?: string | undefined
  service?: string | undefined
  traceId?: string | undefined
  spanId?: string | undefined
  /** The W3C trace flags of the span that was active, in hex. */
  traceFlags?: string | undefined
  message: string
  fields: Record<string, unknown>
  /** A database wrote it: it names the span of its client, and makes no spans itself. */
  ofDatabase?: true | undefined
  /** It is what a database says of a statement that it ran. */
  statement?: StatementPart | undefined
  /** It is no JSON object: the message is the line as it stands. */
  plain: boolean
}
