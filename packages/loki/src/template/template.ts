import type { Entry } from '../logql/entry.ts'
import type { Syntax } from '../logql/syntax.ts'

type Part = (entry: Entry) => string

const functions: Record<string, (text: string) => string> = {
  upper: (text) => text.toUpperCase(),
  ToUpper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  ToLower: (text) => text.toLowerCase(),
  trim: (text) => text.trim(),
  TrimSpace: (text) => text.trim(),
}

/** The simple part of Go's templates: `{{.label}}`, `{{ __line__ | ToUpper }}`. */
export function readTemplate(source: string, place: Syntax): Part {
  if (/\{\{(?![\s\S]*\}\})/.test(source)) {
    throw place.error(`invalid line template: unclosed action in ${JSON.stringify(source)}`)
  }
  const parts = source
    .split(/(\{\{-?[\s\S]*?-?\}\})/)
    .map((text): Part => (text.startsWith('{{') ? readAction(text, place) : () => text))
  return (entry) => parts.map((part) => part(entry)).join('')
}

function readAction(action: string, place: Syntax): Part {
  const [first = '', ...calls] = action
    .replaceAll(/^\{\{-?|-?\}\}$/g, '')
    .split('|')
    .map((step) => step.trim())
  const value = readValue(first)
  const applied = calls.map((name) => functions[name])
  if (!value || applied.includes(undefined)) {
    throw place.unsupported(
      `the template ${action} (beyond {{.label}}, {{__line__}} and ToUpper, ToLower, trim)`,
    )
  }
  return (entry) => applied.reduce((text, apply) => apply?.(text) ?? text, value(entry))
}

function readValue(text: string): Part | undefined {
  if (text === '__line__') return (entry) => entry.text
  const name = /^\.([a-zA-Z_]\w*)$/.exec(text)?.[1]
  return name === undefined ? undefined : (entry) => entry.get(name) ?? ''
}
