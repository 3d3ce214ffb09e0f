/** The name of a field as a label. Characters that no label may have become `_`. */
export function labelName(field: string): string {
  const name = field.trim().replaceAll(/[^a-zA-Z0-9_]/g, '_')
  return /^\d/.test(name) ? `_${name}` : name
}

/** As in Loki, bytes that are no UTF-8 become a space in a label; the line keeps them. */
export function labelValue(text: string): string {
  return text.includes('\ufffd') ? text.replaceAll('\ufffd', ' ') : text
}
