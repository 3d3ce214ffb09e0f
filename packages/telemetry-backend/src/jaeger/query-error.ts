/** A question that cannot be answered as asked; each API has its own envelope for it. */
export class QueryError extends Error {
  override name = 'QueryError'
  readonly status: number

  constructor(message: string, status = 400) {
    super(message)
    this.status = status
  }
}

/** In Jaeger's words, and with the reason when this backend knows it. */
export function notFound(words: string, evicted = false): QueryError {
  const reason = ': it was here and left, because the backend keeps a bounded number of traces'
  return new QueryError(evicted ? words + reason : words, 404)
}
