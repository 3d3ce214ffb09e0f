/** What this package's own tests share. */
import type { Trace } from '@onetrace/spans'
import { makeTrace, type SpanDraft } from '@onetrace/spans/testing'
import { compareSpanTree, type Finding } from './compare.ts'
import { parseSpanTree } from './text/parse.ts'

export * from '@onetrace/spans/testing'

export function compare(text: string, trace: Trace): Finding[] {
  return compareSpanTree(parseSpanTree(text), trace).findings
}

/** A root with these children, in this order in time. */
export function family(...children: Omit<SpanDraft, 'id'>[]): Trace {
  return makeTrace([
    { id: 1, name: 'root' },
    ...children.map((child, i) => ({ parent: 1, start: i + 1, ...child, id: i + 2 })),
  ])
}

/** The text of such a root with these lines below it. */
export const below = (...lines: string[]) =>
  ['orders: root', ...lines.map((line) => `  ${line}`)].join('\n')
