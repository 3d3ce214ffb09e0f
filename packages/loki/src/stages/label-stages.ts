import type { Stage } from '../logql/entry.ts'
import { type Matcher, readMatcher } from '../logql/matcher.ts'
import type { Syntax } from '../logql/syntax.ts'

type Choice = Pick<Matcher, 'name' | 'test'>

/** `| drop a, b="x"`; Grafana puts `| drop __error__` behind the queries of its volume chart. */
export function readDrop(drop: Syntax): Stage {
  const drops = drop.expect('DropLabels').flat('DropLabels', 'DropLabel').map(readChoice)
  return (entry) => {
    for (const { name, test } of drops) if (test(entry.get(name) ?? '')) entry.remove(name)
    return true
  }
}

/** A query cannot drop the labels that tell of errors. */
const alwaysKept = ['__error__', '__error_details__']

/** `| keep a, b="x"` removes all other labels. */
export function readKeep(keep: Syntax): Stage {
  const keeps = keep.expect('KeepLabels').flat('KeepLabels', 'KeepLabel').map(readChoice)
  const isKept = (label: string, value: string) =>
    alwaysKept.includes(label) || keeps.some(({ name, test }) => name === label && test(value))
  return (entry) => {
    for (const [name, value] of Object.entries(entry.labels)) {
      if (!isKept(name, value)) entry.remove(name)
    }
    return true
  }
}

/** A label with any value, or only with this value. */
function readChoice(item: Syntax): Choice {
  const matcher = item.child('Matcher')
  return matcher ? readMatcher(matcher) : { name: item.expect('Identifier').text, test: () => true }
}
