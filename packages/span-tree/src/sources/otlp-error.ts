/** Input that is not OTLP. The message says what was expected, what came, and where. */
export class OtlpDecodeError extends Error {
  override name = 'OtlpDecodeError'
  /** The place inside of the request, e.g. `resourceSpans[0].scopeSpans[0].spans[3].traceId`. */
  readonly path: string
  readonly problem: string
  /** `content-type`: neither of the two encodings, so that a receiver can answer 415. */
  readonly reason: 'content-type' | 'body'

  constructor(
    problem: string,
    options: { path?: string; reason?: 'content-type' | 'body'; cause?: unknown } = {},
  ) {
    super(options.path ? `${options.path}: ${problem}` : problem, { cause: options.cause })
    this.path = options.path ?? ''
    this.problem = problem
    this.reason = options.reason ?? 'body'
  }
}

/**
 * Runs `read` and puts `step` before the path of what it throws. Paths are put together only when
 * something is wrong: spelled out for every span they would cost more than the decoding.
 */
export function within<T>(step: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw addStep(error, step)
  }
}

export function addStep(error: unknown, step: string): unknown {
  if (!(error instanceof OtlpDecodeError)) return error
  const joint = error.path === '' || error.path.startsWith('[') ? '' : '.'
  return new OtlpDecodeError(error.problem, { path: step + joint + error.path, cause: error.cause })
}

export function expected(what: string, got: unknown, path?: string): OtlpDecodeError {
  return new OtlpDecodeError(`expected ${what}, got ${show(got)}`, path ? { path } : {})
}

function show(value: unknown): string {
  if (value instanceof Uint8Array) return `${value.length} bytes`
  if (Array.isArray(value)) return 'a list'
  if (value === undefined) return 'nothing'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
