export interface Traceparent {
  version: string
  traceId: string
  parentId: string
  flags: string
}

/** The four fields, of any version: https://www.w3.org/TR/trace-context-2/#traceparent-header-field-values */
export function readTraceparent(text: string): Traceparent | undefined {
  const fields = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/.exec(
    text.trim(),
  )
  const [, version, traceId, parentId, flags] = fields ?? []
  if (!version || !traceId || !parentId || !flags) return undefined
  const isVoid = /^0+$/.test(traceId) || /^0+$/.test(parentId) || version === 'ff'
  return isVoid ? undefined : { version, traceId, parentId, flags }
}

/** `sampled`, `not sampled`, `sampled, random id` */
export function flagWords(flags: string): string {
  const bits = Number.parseInt(flags, 16)
  const words = [bits & 1 ? 'sampled' : 'not sampled', ...(bits & 2 ? ['random id'] : [])]
  return words.join(', ')
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
