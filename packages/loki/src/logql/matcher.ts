import { unquote } from '../go-string.ts'
import { LokiError } from '../loki-error.ts'
import { goRegExp } from '../regexp/go-regexp.ts'
import type { Syntax } from './syntax.ts'

export interface Matcher {
  name: string
  op: '=' | '!=' | '=~' | '!~'
  value: string
  test: (value: string) => boolean
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
  const operator = op.text as Matcher['op'] // the grammar has no other here
  const text = unquote(value.text)
  return { name: name.text, op: operator, value: text, test: testFor(operator, text) }
}

function testFor(op: Matcher['op'], value: string): Matcher['test'] {
  if (op === '=') return (given) => given === value
  if (op === '!=') return (given) => given !== value
  const pattern = goRegExp(value, { anchored: true })
  return op === '=~' ? (given) => pattern.test(given) : (given) => !pattern.test(given)
}
