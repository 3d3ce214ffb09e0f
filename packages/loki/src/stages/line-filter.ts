import { unquote } from '../go-string.ts'
import type { Stage } from '../logql/entry.ts'
import type { Syntax } from '../logql/syntax.ts'
import { findsIn, type Test } from '../regexp.ts'

/** `|= "a" or "b"`, `!~ "c"`: one stage for each operator. */
export function readLineFilter(filter: Syntax): Stage {
  if (filter.child('FilterOp')) throw filter.unsupported('ip() in a line filter')
  const op = filter.expect('Filter').text
  if (op === '|>' || op === '!>') throw filter.unsupported('a pattern filter')
  const tests = wanted(filter).map((text) =>
    op.endsWith('~') ? findsIn(text, `stage '${op} ${JSON.stringify(text)}' : `) : contains(text),
  )
  const any: Test = (line) => tests.some((test) => test(line))
  return op.startsWith('!') ? ({ text }) => !any(text) : ({ text }) => any(text)
}

function wanted(filter: Syntax): string[] {
  const strings = filter.children('String').map(({ text }) => unquote(text))
  return [...strings, ...filter.children('OrFilter').flatMap(wanted)]
}

function contains(text: string): Test {
  return (line) => line.includes(text)
}
