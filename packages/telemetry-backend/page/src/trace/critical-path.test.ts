import type { Span } from '@onetrace/spans'
import { expect, test } from 'vitest'
import { criticalPath } from './critical-path.ts'
import { span, treeOf } from './test-spans.ts'

test('in a sequence every span is on the path, with its own time', () => {
  expect(
    path([span('root', undefined, 0, 10), span('a', 'root', 1, 4), span('b', 'root', 5, 9)]),
  ).toEqual(['root 0-1', 'a 1-4', 'root 4-5', 'b 5-9', 'root 9-10'])
})

test('of parallel children only the one that ended last was waited for', () => {
  const spans = [
    span('root', undefined, 0, 10),
    span('quick', 'root', 1, 4),
    span('slow', 'root', 1, 10),
  ]

  expect(path(spans)).toEqual(['root 0-1', 'slow 1-10'])
})

test('a child overtaken by another counts up to where the other started', () => {
  const spans = [span('root', undefined, 0, 10), span('a', 'root', 0, 6), span('b', 'root', 4, 10)]

  expect(path(spans)).toEqual(['a 0-4', 'b 4-10'])
})

test('work that outlives the request counts up to its end, work that starts later not at all', () => {
  const spans = [
    span('root', undefined, 0, 10),
    span('outlives', 'root', 8, 30),
    span('consumer', 'root', 12, 40),
  ]

  expect(path(spans)).toEqual(['root 0-8', 'outlives 8-10'])
})

test('nobody waits for a span that is only linked to another', () => {
  const links = [{ ...span('root', undefined, 0, 0), attributes: {} }]
  const spans = [span('root', undefined, 0, 10), span('consumer', undefined, 2, 8, { links })]

  expect(path(spans)).toEqual(['root 0-10'])
})

test('the pieces cover the root from start to end without overlap', () => {
  const spans = [
    span('root', undefined, 0, 100),
    ...Array.from({ length: 300 }, (_, i) =>
      span(`s${i}`, i % 3 ? `s${i - 1}` : 'root', (i * 37) % 90, ((i * 37) % 90) + ((i * 7) % 25)),
    ),
  ]

  const segments = criticalPath(treeOf(spans).root)

  expect(segments[0]?.from).toBe(0)
  expect(segments.at(-1)?.to).toBe(100)
  for (const [i, segment] of segments.entries()) {
    if (i > 0) expect(segment.from).toBe(segments[i - 1]?.to)
  }
})

function path(spans: Span[]): string[] {
  return criticalPath(treeOf(spans).root).map(
    ({ node, from, to }) => `${node.span.name} ${from}-${to}`,
  )
}
