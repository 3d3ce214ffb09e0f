import { unquote } from '../go-string.ts'
import type { Entry, Stage } from '../logql/entry.ts'
import { readMatcher } from '../logql/matcher.ts'
import type { Syntax } from '../logql/syntax.ts'
import { readTemplate } from '../template/template.ts'

/** `| line_format "{{.level}} {{.msg}}"` */
export function readLineFormat(format: Syntax): Stage {
  const template = readTemplate(format.string(), format)
  return (entry) => {
    entry.text = template(entry)
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

function assign(name: string, template: (entry: Entry) => string) {
  return (entry: Entry) => entry.set(name, template(entry))
}

function rename(to: string, from: string) {
  return (entry: Entry) => {
    const value = entry.get(from)
    if (value === undefined) return
    entry.remove(from)
    entry.set(to, value)
  }
}

/** `| drop a, b="x"`; Grafana puts `| drop __error__` behind the queries of its volume chart. */
export function readDrop(drop: Syntax): Stage {
  const drops = drop
    .expect('DropLabels')
    .flat('DropLabels', 'DropLabel')
    .map((item) => {
      const matcher = item.child('Matcher')
      return matcher
        ? readMatcher(matcher)
        : { name: item.expect('Identifier').text, test: () => true }
    })
  return (entry) => {
    for (const { name, test } of drops) if (test(entry.get(name) ?? '')) entry.remove(name)
    return true
  }
}
