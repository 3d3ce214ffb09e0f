import { type OutgoingHttpHeaders, STATUS_CODES } from 'node:http'
import type { CallerError } from './api-error.ts'

export const problemType = 'application/problem+json'

/** What every error's body is: RFC 9457, with two members of ours. */
export interface Problem {
  /** No page tells more of it: the code does. */
  type: 'about:blank'
  /** The status in words. */
  title: string
  status: number
  /** What was expected and what came. */
  detail: string
  /** One of the catalog; programs decide by it. */
  code: string
  /** Missing where nothing is traced. */
  trace_id?: string
}

export function problemOf(
  { code, message, status }: Pick<CallerError, 'code' | 'message' | 'status'>,
  traceId?: string,
): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: message,
    code,
    ...(traceId && { trace_id: traceId }),
  }
}

/**
 * For answers that no browser is to show or keep: nothing is guessed from their bytes, run, framed or
 * stored. A page of ours says itself what it may do.
 */
export const securityHeaders: OutgoingHttpHeaders & Record<string, string> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}
