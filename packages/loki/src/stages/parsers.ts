import type { Entry, Stage } from '../logql/entry.ts'
import type { Syntax } from '../logql/syntax.ts'
import { compile, groupsIn } from '../regexp.ts'
import { jsonStage } from './json.ts'
import { labelName } from './label-name.ts'
import { capturesOf, namesIn, readPattern } from './pattern.ts'

/** Reads the parsers json, unpack, regexp and pattern. */
export function readLabelParser(parser: Syntax): Stage {
  const [kind] = parser.children()
  switch (kind?.name) {
    case 'Json':
      return jsonStage
    case 'Unpack':
      return unpackStage
    case 'Regexp':
      return readRegexp(parser)
    case 'Pattern':
      return readPatternParser(parser)
    default:
      throw parser.unsupported(`"| ${parser.text.slice(0, 40)}"`)
  }
}

/** `| regexp "(?P<method>\\w+) .*"`: each named group is a label. */
function readRegexp(parser: Syntax): Stage {
  const pattern = compile(parser.string())
  const names = Object.keys(pattern.namedGroups())
  if (names.length === 0) throw parser.error('at least one named capture must be supplied')
  return (entry) => {
    const groups = groupsIn(pattern, entry.text)
    if (groups) for (const name of names) entry.extractNamed(name, groups[name] ?? '')
    return true
  }
}

/** `| pattern "<ip> - <_> <status>"` */
function readPatternParser(parser: Syntax): Stage {
  const pattern = readPattern(parser.string())
  if ('error' in pattern) throw parser.error(`invalid pattern: ${pattern.error}`)
  const names = namesIn(pattern)
  if (names.length === 0) throw parser.error('invalid pattern: at least one capture is required')
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice) throw parser.error(`invalid pattern: duplicate capture name (${twice})`)
  return (entry) => {
    for (const [name, value] of capturesOf(pattern, entry.text)) entry.extractNamed(name, value)
    return true
  }
}

/** `| unpack`: the line and the labels that Promtail's `pack` stage has put into one object. */
const unpackStage: Stage = (entry) => {
  if (entry.text !== '') unpack(entry)
  return true
}

function unpack(entry: Entry): void {
  const packed = entry.text.startsWith('{') ? parseObject(entry.text) : undefined
  if (packed === undefined) {
    entry.fail('JSONParserErr', 'expecting json object(6), but it is not')
    return
  }
  const { _entry: line, ...labels } = packed
  if (typeof line !== 'string') return // it is no packed object
  for (const [name, value] of Object.entries(labels)) {
    if (typeof value === 'string') entry.extract(labelName(name), value)
  }
  entry.text = line
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
