/** For the edges, where `unknown` comes in. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** RFC 9562 text form, any version. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && uuid.test(value)
}
