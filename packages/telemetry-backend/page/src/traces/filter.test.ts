import { expect, test } from 'vitest'
import { filterHref, matchesFilter, readFilter, readTag } from './filter.ts'
import { summary } from './test-summary.ts'

const nothing = { service: '', text: '', minMs: '', tag: '', errors: false }

test('a filter survives its address', () => {
  const filter = { service: 'orders', text: 'POST 4bf9', minMs: '20', tag: 'a=b', errors: true }

  expect(readFilter(new URL(filterHref(filter), 'http://x').searchParams)).toEqual(filter)
  expect(filterHref(nothing)).toBe('/')
})

test.each([
  [{}, true],
  [{ text: 'post ord' }, true],
  [{ text: '4BF9' }, true],
  [{ text: 'post billing' }, false],
  [{ service: 'orders' }, true],
  [{ service: 'users' }, false],
  [{ minMs: '10' }, true],
  [{ minMs: '11' }, false],
  [{ errors: true }, false],
])('%o lets the trace through: %s', (filter, passes) => {
  expect(matchesFilter(summary('4bf92f35', 1), { ...nothing, ...filter })).toBe(passes)
})

test.each([
  ['http.route=/orders', ['http.route', '/orders']],
  [' url.query = a=b ', ['url.query', 'a=b']],
  ['user.id="7"', ['user.id', '7']],
  ['http.route', undefined],
  ['http.route=', undefined],
  ['=7', undefined],
])('the tag %s is read as %o', (text, tag) => {
  expect(readTag(text)).toEqual(tag)
})
