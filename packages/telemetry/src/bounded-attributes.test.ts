import { SpanKind, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { BoundedAttributes, hideValues, readQueryFields } from './bounded-attributes.ts'
import { withSpans } from './test-spans.ts'

const shown = readQueryFields({ QUERY_FIELDS: ' limit, cursor ,' })

test.each([
  ['token=hush&email=jo%40example.org', 'token=REDACTED&email=REDACTED'],
  ['limit=5&cursor=7&limit=6', 'limit=5&cursor=7&limit=6'],
  ['?limit=5&key=a=b', '?limit=5&key=REDACTED'],
  ['hush', 'hush'],
  ['jo@example.org', 'REDACTED'],
  [`${'x'.repeat(33)}=1`, 'REDACTED=REDACTED'],
  ['Limit=5', 'Limit=REDACTED'],
  ['', ''],
])('the query %o is shown as %o', (query, hidden) => {
  expect(hideValues(query, shown)).toBe(hidden)
})

test('what strangers fill in is bounded and without secrets, whenever it was set', () =>
  withSpans(
    ({ named }) => {
      const early = { 'url.query': 'token=hush', 'url.path': `/${'x'.repeat(5000)}` }
      const span = trace
        .getTracer('test')
        .startSpan('a', { kind: SpanKind.SERVER, attributes: early })
      span.setAttributes({
        'url.full': 'http://users/7?token=hush#hush',
        'http.request.header.tracestate': ['a=1'.repeat(3000)],
        'http.request.header.baggage': ['a=*', 'b=*'],
        'user_agent.original': 'y'.repeat(10_000),
        'order.quantity': 2,
      })
      span.end()

      const { attributes } = named('a')
      expect(JSON.stringify(attributes)).not.toContain('hush')
      expect(attributes['url.query']).toBe('token=REDACTED')
      expect(attributes['url.full']).toBe('http://users/7?token=REDACTED')
      expect(attributes['http.request.header.baggage']).toEqual(['a=*', 'b=*'])
      expect(attributes['order.quantity']).toBe(2)
      const lengths = Object.values(attributes).map((value) => String(value).length)
      expect(Math.max(...lengths)).toBe(1025)
      expect(String(attributes['http.request.header.tracestate'])).toHaveLength(513)
      expect(attributes['user_agent.original']).toHaveLength(257)
    },
    { processors: [new BoundedAttributes(shown)] },
  ))
