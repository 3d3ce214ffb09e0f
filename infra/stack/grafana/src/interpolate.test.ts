import { expect, test } from 'vitest'
import { interpolate } from './interpolate.ts'

const braces = (text: string) => `\${${text}}`

test.each([
  ['up{service_name=~"$service"}', 'up{service_name=~"orders"}'],
  [`up{service_name=~"${braces('service')}"}`, 'up{service_name=~"orders"}'],
  [`up{service_name=~"${braces('service:regex')}"}`, 'up{service_name=~"orders"}'],
  ['rate(x[$__rate_interval])', 'rate(x[1m])'],
  [`trace_id="${braces('__trace.traceId')}"`, 'trace_id="4bf9"'],
  [`route="${braces('__span.tags["http.route"]')}"`, 'route="/orders"'],
  ['{level=~"a$"}', '{level=~"a$"}'], // the end of a line in a regular expression
])('%s becomes %s', (text, filledIn) => {
  const values = {
    service: 'orders',
    __rate_interval: '1m',
    '__trace.traceId': '4bf9',
    '__span.tags["http.route"]': '/orders',
  }

  expect(interpolate(text, values)).toBe(filledIn)
})

test('a variable without a value is an error that names it', () => {
  expect(() => interpolate('up{a="$nobody"}', { service: 'x' })).toThrow(
    'expected a variable of service, got nobody in up{a="$nobody"}',
  )
})
