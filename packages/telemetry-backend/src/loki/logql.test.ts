import { expect, test } from 'vitest'
import { parseLogql } from './logql.ts'

test('a query is a selector, label filters and line filters, in any spacing', () => {
  const query = parseLogql(
    ' { service_name=~"or.*" ,level!=`debug` } |= "a \\"b\\" \\u00e9" |trace_id="t1",span_id!~"x|y" | level="info" and span_id!="" != `c`',
  )

  const parts = ({ name, op, value }: { name: string; op: string; value: string }) =>
    `${name} ${op} ${value}`
  expect(query.selector.map(parts)).toEqual(['service_name =~ or.*', 'level != debug'])
  expect(query.labelFilters.map(parts)).toEqual([
    'trace_id = t1',
    'span_id !~ x|y',
    'level = info',
    'span_id != ',
  ])
  expect(query.lineFilters.map((test) => test('a "b" é'))).toEqual([true, true])
  expect(query.lineFilters.map((test) => test('c'))).toEqual([false, false])
})

test('label patterns match the whole value, line patterns any part, and flags are taken', () => {
  const { selector, lineFilters } = parseLogql('{a=~"(?i)ord|us"} |~ "(?i)SLOW" !~ "\\\\d{3}"')
  const [label] = selector
  const [slow, digits] = lineFilters

  expect(['ord', 'US', 'orders'].map((value) => label?.test(value))).toEqual([true, true, false])
  expect(slow?.('so slow!')).toBe(true)
  expect([digits?.('12'), digits?.('123')]).toEqual([true, false])
})

test.each([
  ['', /line 1, col 1: expected a query/],
  ['{', /expected a label name, got the end of the query/],
  ['{a="b"', /col 7: expected "," or "}"/],
  ['{a="b",}', /expected a label name, got "}"/],
  ['{a=b}', /expected a text in "quotes"/],
  ['{a>"b"}', /expected one of = != =~ !~/],
  ['{a="b"} x', /expected a line filter/],
  ['{a="b"}\n|= x', /line 2, col 4: expected a text/],
  ['{a="b} ', /expected a text in "quotes"/],
  ['{}', /at least one regexp or equality matcher/],
  ['{a=~".*"}', /does not have an empty-compatible value/],
  ['{a!="b"}', /at least one regexp or equality matcher/],
  ['{a=~"("}', /error parsing regexp/],
  ['{a=~"a(?=b)"}', /lookarounds.* not supported/],
  ['{a="b"} | json', /"\| json": not supported here/],
  ['{a="b"} | json | level="info"', /not supported here/],
  ['{a="b"} | line_format "{{.x}}"', /not supported here/],
  ['{a="b"} | status >= 400', /not supported here/],
  ['{a="b"} | a="x" or b="y"', /"or" between label filters: not supported/],
  ['{a="b"} |= "x" or "y"', /"or" between line filters: not supported/],
  ['{a="b"} |> "<_> x"', /pattern filters: not supported/],
  ['rate({a="b"}[5m])', /metric queries and other expressions: not supported/],
  ['sum by (x) (count_over_time({a="b"}[5m]))', /metric queries/],
])('%s is refused with its reason', (query, reason) => {
  expect(() => parseLogql(query)).toThrow(reason)
})
