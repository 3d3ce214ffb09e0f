/** Loki answers an error as plain text. */
export class LokiError extends Error {
  override name = 'LokiError'
  readonly status: number

  constructor(message: string, status = 400) {
    super(message)
    this.status = status
  }
}
