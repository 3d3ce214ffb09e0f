import { expect, test } from 'vitest'
import { compareHref, logsHref, parseRoute, traceHref } from './router.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'

test('the address of a span is read back as that span', () => {
  const place = { tab: 'logs', spanId: '00f067aa0ba902b7', find: 'a=b &c' } as const
  const href = new URL(traceHref(traceId, place), 'http://x')

  expect(parseRoute(href.pathname, href.search)).toEqual({
    view: 'trace',
    traceId,
    ...place,
  })
})

test('a short or upper-case trace id leads to the same trace as its full form', () => {
  expect(parseRoute('/trace/A3CE', '')).toMatchObject({ traceId: 'a3ce'.padStart(32, '0') })
})

test('each view of a trace has its own address', () => {
  const all = ['timeline', 'tree', 'logs', 'hops', 'doctor'] as const
  const tabs = all.map((tab) => {
    const route = parseRoute(traceHref(traceId, { tab }), '')
    return route.view === 'trace' && route.tab
  })

  expect(tabs).toEqual(all)
})

test('two traces, or one that seeks another, are compared at an address', () => {
  const other = traceId.replaceAll('4', '5')

  expect(parseRoute(compareHref(traceId, other), '')).toEqual({
    view: 'compare',
    first: traceId,
    second: other,
  })
  expect(parseRoute(compareHref(traceId), '')).toMatchObject({ first: traceId, second: undefined })
})

test('a search for log lines has its query in the address', () => {
  const href = new URL(logsHref('{a="b"} |= "x&y"'), 'http://x')

  expect(parseRoute(href.pathname, href.search)).toEqual({
    view: 'logs',
    query: '{a="b"} |= "x&y"',
  })
  expect(parseRoute('/logs', '')).toEqual({ view: 'logs', query: '{service_name=~".+"}' })
})

test('the start page keeps its filters', () => {
  const route = parseRoute('/', '?service=orders')

  expect(route.view === 'traces' && route.query.get('service')).toBe('orders')
})

test.each(['/trace/', '/trace/xyz', '/trace/12/nothing', '/compare', '/compare/xyz', '/else'])(
  '%s is no view',
  (path) => {
    expect(parseRoute(path, '').view).toBe('unknown')
  },
)
