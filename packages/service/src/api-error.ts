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
  return fromBodyParser(err) ?? new ApiError('internal', 'internal error', { cause: err })
}

const bodyParserCodes: Record<string, [ErrorCode, string]> = {
  'entity.parse.failed': ['invalid_request', 'expected a JSON body, got one that does not parse'],
  'entity.too.large': ['payload_too_large', 'the body is too large'],
  'encoding.unsupported': ['unsupported_media_type', 'the content-encoding is not supported'],
  'charset.unsupported': ['unsupported_media_type', 'the charset is not supported'],
  'request.aborted': ['client_closed_request', 'the request was aborted'],
  'request.size.invalid': ['invalid_request', 'the body is not as long as content-length says'],
}

function fromBodyParser(err: unknown): ApiError | undefined {
  if (!(err instanceof Error) || !('type' in err)) return undefined
  const known = bodyParserCodes[String(err.type)]
  return known && new ApiError(known[0], known[1], { cause: err })
}
