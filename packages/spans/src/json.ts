/** Digits outside of a text, most likely, of which a number may not hold all. */
const longInteger = /[:[,]\s*-?\d{16}/

/**
 * JSON whose integers are exact: those that a number cannot hold are bigint. A reviver is dear, so
 * it reads only what has such a number in it.
 */
export function parseJson(text: string): unknown {
  return longInteger.test(text) ? JSON.parse(text, exact as Reviver) : JSON.parse(text)
}

/** The compiler does not know the third argument yet, which engines have since 2023. */
type Reviver = (this: unknown, key: string, value: unknown) => unknown

function exact(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const source = context?.source
  return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value
}
