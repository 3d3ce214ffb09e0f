import { unquote } from '../go-string.ts'
import { LokiError } from '../loki-error.ts'
import { meetsWhole, type Test } from '../regexp.ts'
import type { Syntax } from './syntax.ts'

export interface Matcher {
  name: string
  op: '=' | '!=' | '=~' | '!~'
  value: string
  test: Test
}

/** `{a="x", b=~"y"}` */
export function readSelector(selector: Syntax): Matcher[] {
  const matchers = selector.flat('Matchers', 'Matcher').map(readMatcher)
  if (matchers.some(({ test, op }) => (op === '=' || op === '=~') && !test(''))) return matchers
  throw new LokiError(
    'parse error : queries require at least one regexp or equality matcher that does not have an empty-compatible value. For instance, app=~".*" does not meet this requirement, but app=~".+" will',
  )
}

export function readMatcher(matcher: Syntax): Matcher {
  const [name, op, value] = matcher.children()
  if (!name || !op || value?.name !== 'String') throw matcher.error('expected name="value"')
  const operator = op.text as Matcher['op'] // the grammar allows no other operator here
  const text = unquote(value.text)
  return { name: name.text, op: operator, value: text, test: testFor(operator, text) }
}

function testFor(op: Matcher['op'], value: string): Test {
  if (op === '=') return (given) => given === value
  if (op === '!=') return (given) => given !== value
  const meets = meetsWhole(value)
  return op === '=~' ? meets : (given) => !meets(given)
}
