/** The name of a field as a label: what no label may contain becomes `_`. */
export function labelName(field: string): string {
  const name = field.trim().replaceAll(/[^a-zA-Z0-9_]/g, '_')
  return /^\d/.test(name) ? `_${name}` : name
}

/** What stood for bytes that were no text is a space in a label, as in Loki; the line keeps it. */
export function labelValue(text: string): string {
  return text.includes('\ufffd') ? text.replaceAll('\ufffd', ' ') : text
}
