/**
 * The errors that any service may answer; a service declares the codes of its own business itself.
 * A test keeps the README's table equal to this. A code that is no longer used must not come back
 * with another meaning.
 */
export const commonErrors = {
  invalid_request: 400,
  unauthorized: 401,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  payload_too_large: 413,
  unsupported_media_type: 415,
  expectation_failed: 417,
  too_many_requests: 429,
  headers_too_large: 431,
  client_closed_request: 499,
  internal: 500,
  not_implemented: 501,
  upstream_error: 502,
  unavailable: 503,
  upstream_timeout: 504,
  database_timeout: 504,
  deadline_exceeded: 504,
} as const

/**
 * An error whose code and message are meant for the caller. The cause is for the log and the span.
 */
export class CallerError extends Error {
  readonly code: string
  readonly status: number

  constructor(
    { code, status }: { code: string; status: number },
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = new.target.name
    this.code = code
    this.status = status
  }
}

/**
 * Makes an error class that takes only the codes of this catalog.
 *
 * @example class OrderError extends errorsOf({ user_not_found: 422 }) {}
 * throw new OrderError('user_not_found', `no user ${id}`)
 */
export function errorsOf<Code extends string>(catalog: Readonly<Record<Code, number>>) {
  return class extends CallerError {
    constructor(code: Code, message: string, options?: ErrorOptions) {
      super({ code, status: catalog[code] }, message, options)
    }
  }
}

export class ApiError extends errorsOf(commonErrors) {}

/** An error of no catalog becomes a 500 that tells nothing: its message may hold secrets. */
export function toCallerError(err: unknown): CallerError {
  if (err instanceof CallerError) return err
  return fromRouter(err) ?? new ApiError('internal', 'internal error', { cause: err })
}

/** A percent-encoding in the path that does not decode (`/users/%zz`). */
function fromRouter(err: unknown): ApiError | undefined {
  if (!(err instanceof URIError) || !('status' in err) || err.status !== 400) return undefined
  return new ApiError('invalid_request', 'the path is not percent-encoded UTF-8', { cause: err })
}
