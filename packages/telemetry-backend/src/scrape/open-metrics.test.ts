import { expect, test } from 'vitest'
import { OpenMetricsError, readOpenMetrics } from './open-metrics.ts'

test('a histogram with exemplars, as prom-client writes it, is read whole', () => {
  const text = `# HELP http_request_duration_seconds Time from the request to the end of its answer.
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{le="0.01",endpoint="/orders/:id",method="GET"} 3 # {trace_id="0af7651916cd43dd8448eb211c80319c",span_id="b7ad6b7169203331"} 0.0042 1700000000.123
http_request_duration_seconds_bucket{le="+Inf",endpoint="/orders/:id",method="GET"} 4
http_request_duration_seconds_sum{endpoint="/orders/:id",method="GET"} 1.5e-2
# EOF
`

  const [bucket, last, sum] = readOpenMetrics(text, { whole: true })

  expect(bucket).toEqual({
    name: 'http_request_duration_seconds_bucket',
    labels: { le: '0.01', endpoint: '/orders/:id', method: 'GET' },
    value: 3,
    exemplar: {
      labels: { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' },
      value: 0.0042,
      timestamp: 1700000000.123,
    },
  })
  expect(last).toMatchObject({ labels: { le: '+Inf' }, value: 4 })
  expect(last).not.toHaveProperty('exemplar')
  expect(sum?.value).toBe(0.015)
})

test.each([
  ['up 1', { name: 'up', labels: {}, value: 1 }],
  ['up{} 1 1700000000000', { name: 'up', labels: {}, value: 1 }],
  ['a:b{x="1",} +Inf', { name: 'a:b', labels: { x: '1' }, value: Number.POSITIVE_INFINITY }],
  ['a{x="q\\"\\\\n\\n#{}"} NaN', { name: 'a', labels: { x: 'q"\\n\n#{}' }, value: Number.NaN }],
  [
    'a{ x = "1" , y="2" } 1 170 # {t="a"} 2\r',
    { name: 'a', labels: { x: '1', y: '2' }, value: 1, exemplar: { labels: { t: 'a' }, value: 2 } },
  ],
  [
    'a_total 1 # {} 0.5',
    { name: 'a_total', labels: {}, value: 1, exemplar: { labels: {}, value: 0.5 } },
  ],
  ['a{__proto__="x"} 1', { name: 'a', labels: Object.fromEntries([['__proto__', 'x']]), value: 1 }],
])('%j is a sample', (line, sample) => {
  expect(readOpenMetrics(`# a comment\n\n${line}\n`)).toEqual([sample])
})

test.each([
  ['{x="1"} 1', 'line 2: expected a metric name, got "{x=\\"1\\"} 1"'],
  ['up', 'line 2: expected a value, got the end of the line'],
  ['up one', 'line 2: expected a value, got "one"'],
  ['up 1 soon', 'line 2: expected a timestamp, got "soon"'],
  ['up 1 2 3', 'line 2: expected the end of the line, got "3"'],
  ['up{x=1} 1', 'line 2: expected =" behind the label name, got "=1} 1"'],
  ['up{x="1} 1', 'line 2: expected " behind the label value, got the end of the line'],
  ['up{x="1"', 'line 2: expected a label name or }, got the end of the line'],
  [
    'up 1 # {t="a"}',
    'line 2: expected a space and a value behind the exemplar, got the end of the line',
  ],
  ['up 1 # {t="a"} x', 'line 2: expected the value of the exemplar, got "x"'],
  ['<html>', 'line 2: expected a metric name, got "<html>"'],
])('%j is refused with its place', (line, message) => {
  expect(() => readOpenMetrics(`ok 1\n${line}\n`)).toThrow(new OpenMetricsError(message))
})

test('a text that was cut is refused where the format has an end mark', () => {
  expect(() => readOpenMetrics('up 1\nup{', { whole: true })).toThrow(
    'line 2: expected # EOF at the end, got none',
  )
  expect(readOpenMetrics('up 1\n')).toHaveLength(1)
})

test('a label value of a megabyte is read, and so is one that never ends', () => {
  const value = '\\"'.repeat(500_000)

  expect(readOpenMetrics(`a{x="${value}"} 1`)[0]?.labels.x).toBe('"'.repeat(500_000))
  expect(() => readOpenMetrics(`a{x="${value}`)).toThrow('expected " behind the label value')
})
