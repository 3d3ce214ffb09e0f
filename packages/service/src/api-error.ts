/**
 * The errors that any service may answer; a service declares the codes of its own business itself.
 * A test keeps the README's table equal to this. A code that is no longer used must not come back
 * with another meaning.
 */
export const commonErrors = {
  invalid_request: 400,
  unauthorized: 401,
  not_found: 404,
  payload_too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  client_closed_request: 499,
  internal: 500,
  upstream_error: 502,
  unavailable: 503,
  upstream_timeout: 504,
} as const

type CommonCode = keyof typeof commonErrors

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
  return (
    fromBodyParser(err) ??
    fromRouter(err) ??
    new ApiError('internal', 'internal error', { cause: err })
  )
}

const bodyParserCodes = new Map<unknown, [CommonCode, string]>(
  Object.entries({
    'entity.parse.failed': ['invalid_request', 'expected a JSON body, got one that does not parse'],
    'entity.too.large': ['payload_too_large', 'the body is too large'],
    'encoding.unsupported': ['unsupported_media_type', 'the content-encoding is not supported'],
    'charset.unsupported': ['unsupported_media_type', 'the charset is not supported'],
    'encoding.failed': ['invalid_request', 'the body is not what content-encoding says'],
    'request.aborted': ['client_closed_request', 'the request was aborted'],
    'request.size.invalid': ['invalid_request', 'the body is not as long as content-length says'],
  }),
)

function fromBodyParser(err: unknown): ApiError | undefined {
  if (!(err instanceof Error)) return undefined
  const known = bodyParserCodes.get('type' in err ? err.type : inflateError(err))
  return known && new ApiError(known[0], known[1], { cause: err })
}

/** body-parser passes zlib's errors on with their own code, and adds a status. */
function inflateError(err: Error): string | undefined {
  if (!('code' in err) || !('status' in err) || err.status !== 400) return undefined
  return /^(Z_|ERR_)/.test(String(err.code)) ? 'encoding.failed' : undefined
}

/** A percent-encoding in the path that does not decode (`/users/%zz`). */
function fromRouter(err: unknown): ApiError | undefined {
  if (!(err instanceof URIError) || !('status' in err) || err.status !== 400) return undefined
  return new ApiError('invalid_request', 'the path is not percent-encoded UTF-8', { cause: err })
}
