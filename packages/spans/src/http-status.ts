import type { Span } from './model.ts'

/** The status that a request was answered with, by the current and by the former convention. */
export function httpStatusOf({ attributes }: Pick<Span, 'attributes'>): number | undefined {
  const status = attributes['http.response.status_code'] ?? attributes['http.status_code']
  const code = Number(status)
  return Number.isInteger(code) && code > 0 ? code : undefined // senders write anything there
}
