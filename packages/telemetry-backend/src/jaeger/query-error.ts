/** A question that cannot be answered as asked; each API has its own envelope for it. */
export class QueryError extends Error {
  override name = 'QueryError'
  readonly status: number

  constructor(message: string, status = 400) {
    super(message)
    this.status = status
  }
}
