import { unquote } from '../go-string.ts'
import type { Entry, Stage } from './entry.ts'
import { readExpressions } from './json-stage.ts'
import { labelName } from './label-name.ts'
import type { Syntax } from './syntax.ts'

/** A key, and perhaps a value; then whatever else is glued to it. */
const pair = /([^\s=]+)(?:=("(?:[^"\\]|\\.)*"|[^\s"]*))?(\S*)/g

/** `| logfmt`, `| logfmt --strict --keep-empty`, `| logfmt a="b", c` */
export function readLogfmt(parser: Syntax): Stage {
  const flags = parser.text
  const options = { strict: flags.includes('--strict'), keepEmpty: flags.includes('--keep-empty') }
  const wanted = parser.child('LabelExtractionExpressionList') && readExpressions(parser)
  return (entry) => {
    const fields = readFields(entry, options)
    if (wanted) {
      for (const { name, source } of wanted) extract(entry, name, fields.get(source))
    } else for (const [key, value] of fields) extract(entry, labelName(key), value)
    return true
  }
}

function extract(entry: Entry, name: string, value: string | undefined): void {
  if (value !== undefined && name !== '') entry.extract(name, value)
}

function readFields(entry: Entry, { strict, keepEmpty }: { strict: boolean; keepEmpty: boolean }) {
  const fields = new Map<string, string>()
  for (const [all, key = '', value = '', glued] of entry.text.matchAll(pair)) {
    if (glued || key.includes('"')) {
      if (!strict) continue
      entry.fail('LogfmtParserErr', `logfmt syntax error at ${JSON.stringify(all.slice(0, 40))}`)
      break
    }
    const text = value.startsWith('"') ? unquote(value) : value
    if (text !== '' || keepEmpty) fields.set(key, text)
  }
  return fields
}
