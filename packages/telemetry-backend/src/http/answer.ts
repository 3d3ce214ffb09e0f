import type { ServerResponse } from 'node:http'

/** What a handler gives back; the listener writes it. A stream keeps the connection for itself. */
export type Answer =
  | { status: number; headers: Record<string, string>; body: string | Uint8Array }
  | { stream: (response: ServerResponse) => void }

export function json(value: unknown, status = 200): Answer {
  return answer(status, 'application/json', JSON.stringify(value))
}

export function text(body: string, status = 200): Answer {
  return answer(status, 'text/plain; charset=utf-8', body)
}

export function answer(
  status: number,
  type: string,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): Answer {
  return { status, headers: { 'content-type': type, ...headers }, body }
}
