/** For values that come from outside, whose type is `unknown`. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * A text that a person can have written and Postgres can keep: not blank, without NUL, and without
 * half a surrogate pair.
 */
export function isText(value: unknown, maxLength: number): value is string {
  if (typeof value !== 'string' || value.length > maxLength) return false
  return value.trim() !== '' && !value.includes('\0') && value.isWellFormed()
}

/** RFC 9562 text form, any version. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && uuid.test(value)
}
