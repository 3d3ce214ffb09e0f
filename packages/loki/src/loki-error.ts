/** Loki answers an error as plain text. */
export class LokiError extends Error {
  override name = 'LokiError'
  readonly status: number

  constructor(message: string, { status = 400, cause }: { status?: number; cause?: unknown } = {}) {
    super(message, { cause })
    this.status = status
  }
}
