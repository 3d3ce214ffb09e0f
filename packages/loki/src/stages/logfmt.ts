import type { Entry, Stage } from '../logql/entry.ts'
import type { Syntax } from '../logql/syntax.ts'
import { readExpressions } from './json.ts'
import { labelName, labelValue } from './label-name.ts'
import { scanLogfmt } from './scan-logfmt.ts'

interface Options {
  strict: boolean
  keepEmpty: boolean
}

/** `| logfmt`, `| logfmt --strict --keep-empty`, `| logfmt a="b", c` */
export function readLogfmt(parser: Syntax): Stage {
  const flags = parser.text
  const options = { strict: flags.includes('--strict'), keepEmpty: flags.includes('--keep-empty') }
  const wanted = parser.child('LabelExtractionExpressionList') && readExpressions(parser)
  return (entry) => {
    if (wanted) extractWanted(entry, wanted, options)
    else extractLogfmt(entry, options)
    return true
  }
}

/** Makes a label of every pair. */
export function extractLogfmt(entry: Entry, { strict, keepEmpty }: Options): void {
  const { pairs, error } = scanLogfmt(entry.text, { strict })
  for (const [key, value] of pairs) {
    const name = labelName(key)
    if (name !== '' && (value !== '' || keepEmpty)) entry.extract(name, labelValue(value))
  }
  if (strict && error) entry.fail('LogfmtParserErr', error)
}

function extractWanted(
  entry: Entry,
  wanted: { name: string; source: string }[],
  { strict }: Options,
): void {
  const { pairs, error } = scanLogfmt(entry.text, { strict })
  const fields = new Map(pairs.map(([key, value]) => [labelName(key), value]))
  for (const { name, source } of wanted) {
    const value = fields.get(source)
    // A label that is asked for is always set, unless the stream has one of its name.
    if (value !== undefined || !entry.isOfStream(name))
      entry.extractNamed(name, labelValue(value ?? ''))
  }
  if (strict && error) entry.fail('LogfmtParserErr', error)
}
