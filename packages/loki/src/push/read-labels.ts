import { unquote } from '../go-string.ts'
import { LokiError } from '../loki-error.ts'

const pair = /\s*([^\s=,{}"`]+)\s*=\s*("(?:[^"\\]|\\.)*"|`[^`]*`)\s*(,|$)/y

/** `{app="x", level="info"}`, the form of labels in a protobuf push. */
export function readLabels(text: string): Record<string, string> {
  const inside = /^\s*\{([\s\S]*)\}\s*$/.exec(text)?.[1]
  if (inside === undefined) throw notLabels(text)
  const labels: Record<string, string> = {}
  pair.lastIndex = 0
  while (inside.slice(pair.lastIndex).trim() !== '') {
    const [, name, value] = pair.exec(inside) ?? []
    if (name === undefined || value === undefined) throw notLabels(text)
    checkName(name)
    const label = unquote(value)
    if (label !== '') labels[name] = label // an empty one is none
  }
  return labels
}

export function checkName(name: string): void {
  if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) return
  throw new LokiError(`error parsing labels: ${JSON.stringify(name)} is no label name`)
}

function notLabels(text: string): LokiError {
  return new LokiError(`error parsing labels '${text.slice(0, 200)}': expected {name="value", ...}`)
}
