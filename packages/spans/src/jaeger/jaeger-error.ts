import { ShapeError } from '../shape-error.ts'

/** A Jaeger that cannot be asked, does not know the trace, or answers something else. */
export class JaegerError extends Error {
  override name = 'JaegerError'
  readonly reason: 'unreachable' | 'not-found' | 'not-jaeger'

  constructor(reason: JaegerError['reason'], message: string, cause?: unknown) {
    super(message, { cause })
    this.reason = reason
  }
}

export function asJaeger<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error
    throw new JaegerError('not-jaeger', `not what Jaeger answers: ${error.message}`, error)
  }
}
