import type { SpanNode } from '@onetrace/spans'
import type { Line } from '../text/contract.ts'
import type { Classes } from './classes.ts'
import { addTo } from './heads.ts'

/**
 * Finds the items whose line a span may match, without looking at every line: by the only class
 * that matches the line, or else by the rarest test of the line. All items that match are found,
 * and few others.
 */
export function indexLikely<T extends { line: Line }>(
  classes: Classes,
  items: T[],
): (node: SpanNode) => T[] {
  const byClass = new Map<number, T[]>()
  const byTest = new Map<string, T[]>()
  for (const item of items) {
    const only = classes.onlyOf(item.line)
    const { base, rarest } = classes.headOfLine(item.line)
    if (only === undefined) addTo(byTest, `${rarest ?? ''}|${base}`, item)
    else addTo(byClass, only, item)
  }
  return (node) => {
    const sure = byClass.get(classes.classOf(node)) ?? []
    if (byTest.size === 0) return sure
    const { base, passed } = classes.headOf(node)
    return sure.concat(['', ...passed].flatMap((test) => byTest.get(`${test}|${base}`) ?? []))
  }
}
