import { QueryError } from './query-error.ts'

/** Takes what Jaeger takes: upper case, and short forms of ids with leading zeros. */
export function parseTraceId(text: string): string {
  if (text.length > 32) {
    throw new QueryError(`TraceID cannot be longer than 32 hex characters: ${text}`)
  }
  if (!/^[0-9a-f]+$/i.test(text)) {
    throw new QueryError(`TraceID must be 1 to 32 hex characters: ${JSON.stringify(text)}`)
  }
  return text.toLowerCase().padStart(32, '0')
}
