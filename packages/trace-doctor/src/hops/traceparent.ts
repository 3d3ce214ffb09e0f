export interface Traceparent {
  version: string
  traceId: string
  parentId: string
  flags: string
}

const version = '(?!ff)([0-9a-f]{2})'
const traceId = '(?!0{32})([0-9a-f]{32})'
const parentId = '(?!0{16})([0-9a-f]{16})'
const flags = '([0-9a-f]{2})'
const grammar = new RegExp(`^[ \\t]*${version}-${traceId}-${parentId}-${flags}(-.*)?[ \\t]*$`)

/**
 * The four fields of a recorded header, undefined where a receiver has to ignore it. A version above
 * 00 may have more behind a dash; 00 ends after its flags.
 * https://www.w3.org/TR/trace-context-2/#traceparent-header-field-values
 */
export function readTraceparent(header: string): Traceparent | undefined {
  const [, version, traceId, parentId, flags, later] = grammar.exec(header) ?? []
  if (!version || !traceId || !parentId || !flags) return undefined
  if (version === '00' && later !== undefined) return undefined
  return { version, traceId, parentId, flags }
}

const fieldNames: [keyof Traceparent, string][] = [
  ['version', 'version'],
  ['traceId', 'trace id'],
  ['parentId', 'parent id'],
  ['flags', 'flags'],
]

/** Which fields are not the same, by their names. */
export function changedFields(sent: Traceparent, received: Traceparent): string[] {
  return fieldNames.flatMap(([field, name]) => (sent[field] === received[field] ? [] : [name]))
}
