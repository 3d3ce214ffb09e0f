/**
 * Every error code that a caller can see, and its status. The README's table is kept equal to it
 * by a test; a retired code must not be used again for something else.
 */
export const errorCatalogue = {
  invalid_request: 400,
  unauthorized: 401,
  not_found: 404,
  idempotency_conflict: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  user_not_found: 422,
  client_closed_request: 499,
  internal: 500,
  upstream_error: 502,
  unavailable: 503,
  upstream_timeout: 504,
} as const

export type ErrorCode = keyof typeof errorCatalogue

/** An error whose code and message are meant for the caller. The cause is for the log and the span. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly code: ErrorCode
  readonly status: number

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.status = errorCatalogue[code]
  }
}

/** Whatever is not in the catalogue is an opaque 500: its message may hold what nobody should see. */
export function toApiError(err: unknown): ApiError {
  if (err instanceof ApiError) return err
  return (
    fromBodyParser(err) ??
    fromRouter(err) ??
    new ApiError('internal', 'internal error', { cause: err })
  )
}

const bodyParserCodes = new Map<unknown, [ErrorCode, string]>(
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

/** zlib's errors come through with a code of theirs and the status that body-parser adds. */
function inflateError(err: Error): string | undefined {
  if (!('code' in err) || !('status' in err) || err.status !== 400) return undefined
  return /^(Z_|ERR_)/.test(String(err.code)) ? 'encoding.failed' : undefined
}

/** A percent-encoding in the path that does not decode (`/users/%zz`). */
function fromRouter(err: unknown): ApiError | undefined {
  if (!(err instanceof URIError) || !('status' in err) || err.status !== 400) return undefined
  return new ApiError('invalid_request', 'the path is not percent-encoded UTF-8', { cause: err })
}
