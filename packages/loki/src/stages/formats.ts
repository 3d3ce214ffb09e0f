import { unquote } from '../go-string.ts'
import type { Entry, Stage } from '../logql/entry.ts'
import type { Syntax } from '../logql/syntax.ts'
import { readTemplate, type Template } from '../template/template.ts'

/** `| line_format "{{.level}} {{.msg}}"` */
export function readLineFormat(format: Syntax): Stage {
  const template = readTemplate(format.string(), format)
  return (entry) => {
    entry.text = template(entry) ?? entry.text
    return true
  }
}

/** `| label_format new=old, other="{{.a}}-{{.b}}"` */
export function readLabelFormat(format: Syntax): Stage {
  const items = format.expect('LabelsFormat').flat('LabelsFormat', 'LabelFormatMatcher')
  const names = new Set<string>()
  const steps = items.map((item) => {
    const [target, , source] = item.children()
    if (!target || !source) throw item.error('expected name=other or name="template"')
    if (names.has(target.text)) {
      throw item.error(
        `multiple label name '${target.text}' not allowed in a single format operation`,
      )
    }
    names.add(target.text)
    return source.name === 'String'
      ? assign(target.text, readTemplate(unquote(source.text), source))
      : rename(target.text, source.text)
  })
  return (entry) => {
    for (const step of steps) step(entry)
    return true
  }
}

function assign(name: string, template: Template) {
  return (entry: Entry) => {
    const value = template(entry)
    if (value !== undefined) entry.set(name, value)
  }
}

function rename(to: string, from: string) {
  return (entry: Entry) => {
    const value = entry.get(from)
    if (value === undefined) return
    entry.remove(from)
    entry.set(to, value)
  }
}
