import { unquote } from '../go-string.ts'
import type { Stage } from '../logql/entry.ts'
import type { Syntax } from '../logql/syntax.ts'
import { findsIn, type Test } from '../regexp.ts'
import { ipTest } from './ip.ts'
import { describes, namesIn, readPattern } from './pattern.ts'

/** `|= "a" or "b"`, `!~ "c"`, `|> "<_> d"`, `|= ip("10.0.0.0/8")`: one stage for each operator. */
export function readLineFilter(filter: Syntax): Stage {
  const op = filter.expect('Filter').text
  const tests = readTests(filter, op)
  const any: Test = (line) => tests.some((test) => test(line))
  return op.startsWith('!') ? ({ text }) => !any(text) : ({ text }) => any(text)
}

/** The filter's own text, and those behind each `or`. */
function readTests(filter: Syntax, op: string): Test[] {
  const own = readTest(filter, op)
  return [own, ...filter.children('OrFilter').flatMap((other) => readTests(other, op))]
}

function readTest(filter: Syntax, op: string): Test {
  const text = unquote(filter.expect('String').text)
  if (filter.child('FilterOp')) return readIp(filter, { op, text })
  if (op.endsWith('>')) return readDescription(filter, text)
  if (op.endsWith('~')) return findsIn(text, `stage '${op} ${JSON.stringify(text)}' : `)
  return (line) => line.includes(text)
}

function readDescription(filter: Syntax, text: string): Test {
  const pattern = readPattern(text)
  if ('error' in pattern) throw filter.error(`invalid pattern: ${pattern.error}`)
  const [name] = namesIn(pattern)
  if (name) throw filter.error(`named captures are not allowed in a filter: <${name}>, use <_>`)
  return (line) => describes(pattern, line)
}

function readIp(filter: Syntax, { op, text }: { op: string; text: string }): Test {
  const test = op === '|=' || op === '!=' ? ipTest(text) : undefined
  if (test) return test
  throw filter.error(`ip(${JSON.stringify(text)}): expected |= or != and an address, range or CIDR`)
}
