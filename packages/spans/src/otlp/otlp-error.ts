import { ShapeError } from '../shape-error.ts'

/** Input that is not OTLP. The message says what was expected, what came, and where. */
export class OtlpDecodeError extends Error {
  override name = 'OtlpDecodeError'
  /** `content-type`: neither of the two encodings, so that a receiver can answer 415. */
  readonly reason: 'content-type' | 'body'

  constructor(
    message: string,
    options: { reason?: 'content-type' | 'body'; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.reason = options.reason ?? 'body'
  }
}

export function asOtlp<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof ShapeError ? new OtlpDecodeError(error.message) : error
  }
}
