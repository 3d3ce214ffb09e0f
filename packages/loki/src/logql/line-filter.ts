import { unquote } from '../go-string.ts'
import { goRegExp } from '../regexp/go-regexp.ts'
import type { Stage } from './entry.ts'
import type { Syntax } from './syntax.ts'

type Test = (line: string) => boolean

/** `|= "a" or "b"`, `!~ "c"`: one stage for each operator. */
export function readLineFilter(filter: Syntax): Stage {
  if (filter.child('FilterOp')) throw filter.unsupported('ip() in a line filter')
  const op = filter.expect('Filter').text
  if (op === '|>' || op === '!>') throw filter.unsupported('a pattern filter')
  const makes = op.endsWith('~') ? matches : contains
  const tests = wanted(filter).map(makes)
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

function matches(source: string): Test {
  const pattern = goRegExp(source, { anchored: false })
  return (line) => pattern.test(line)
}
