import type { Syntax } from '../logql/syntax.ts'
import type { Grouping } from './grouping.ts'

export function readGrouping(grouping: Syntax | undefined): Grouping | undefined {
  if (!grouping) return undefined
  const labels = grouping.child('Labels')?.flat('Labels', 'Identifier') ?? []
  return { without: Boolean(grouping.child('Without')), labels: labels.map(({ text }) => text) }
}

export function numberOf(node: Syntax): number {
  const value = Number(node.text.replaceAll(/\s/g, ''))
  if (Number.isNaN(value)) throw node.error(`expected a number, got ${node.text}`)
  return value
}
