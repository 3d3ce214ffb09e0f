import { expect, test } from 'vitest'
import { parseLogql } from '../logql/parse.ts'
import { epoch, viewOf } from '../testing/view-of.ts'
import { answerMatrix, answerVector } from './answer-metric.ts'

const second = 1_000_000_000n

function metric(query: string) {
  const parsed = parseLogql(query)
  if (parsed.kind === 'logs') throw new Error(`${query} is no metric query`)
  return parsed
}

/** Ten seconds of lines: orders one a second, users every other, of which one is JSON. */
const store = viewOf(
  ...Array.from({ length: 10 }, (_, at) => ({ text: 'né', at, labels: { service: 'orders' } })),
  ...Array.from({ length: 5 }, (_, i) => ({
    text: `{"level":"info","n":${i}}`,
    at: 2 * i,
    labels: { service: 'users' },
    metadata: { trace_id: `t${i % 2}` },
  })),
)

function instant(query: string, at = 9): unknown {
  const { result } = answerVector(metric(query), store, { times: [epoch + BigInt(at) * second] })
  return (result as { metric: object; value: [number, string] }[]).map(({ metric, value }) => [
    Object.values(metric).sort().join(' '),
    value[1],
  ])
}

test.each<[string, unknown]>([
  ['count_over_time({service="orders"}[10s])', [['orders x', '10']]],
  ['count_over_time({service="orders"}[3s])', [['orders x', '3']]],
  ['count_over_time({service="orders"}[3s] offset 8s)', [['orders x', '2']]],
  ['rate({service="orders"}[5s])', [['orders x', '1']]],
  ['bytes_over_time({service="orders"}[2s])', [['orders x', '6']]],
  ['bytes_rate({service="orders"} |= "n" [2s])', [['orders x', '3']]],
  [
    'count_over_time({service="users"}[10s])',
    [
      ['t0 users x', '3'],
      ['t1 users x', '2'],
    ],
  ],
  ['sum(count_over_time({app="x"}[10s]))', [['', '15']]],
  [
    'sum by (service) (count_over_time({app="x"}[10s]))',
    [
      ['orders', '10'],
      ['users', '5'],
    ],
  ],
  [
    'sum without (trace_id, app) (count_over_time({app="x"}[10s]))',
    [
      ['orders', '10'],
      ['users', '5'],
    ],
  ],
  [
    'sum(count_over_time({app="x"}[10s])) by (service, nope)',
    [
      ['orders', '10'],
      ['users', '5'],
    ],
  ],
  ['min(count_over_time({app="x"}[10s]))', [['', '2']]],
  ['max(count_over_time({app="x"}[10s]))', [['', '10']]],
  ['avg(count_over_time({app="x"}[10s]))', [['', '5']]],
  ['count(count_over_time({app="x"}[10s]))', [['', '3']]],
  [
    'topk(2, count_over_time({app="x"}[10s]))',
    [
      ['orders x', '10'],
      ['t0 users x', '3'],
    ],
  ],
  ['bottomk(1, count_over_time({app="x"}[10s]))', [['t1 users x', '2']]],
  ['topk(1, sum by (service) (rate({app="x"}[10s])))', [['orders', '1']]],
  ['sum by (level) (count_over_time({service="users"} | json | n >= 3 [10s]))', [['info', '2']]],
  ['count_over_time({service="nope"}[10s])', []],
  ['sum(count_over_time({app="x"}[10s])) * 2 - 1', [['', '29']]],
  [
    'sum(count_over_time({app="x"}[10s])) / sum(count_over_time({service="users"}[10s]))',
    [['', '3']],
  ],
  [
    'count_over_time({app="x"}[10s]) > 2',
    [
      ['orders x', '10'],
      ['t0 users x', '3'],
    ],
  ],
  ['count_over_time({service="orders"}[10s]) > bool 20', [['orders x', '0']]],
  ['vector(2) + 3 * 2 ^ 2 - 8 / 4 - 1', [['', '11']]],
  ['(vector(2) + 3) * (3 - 1)', [['', '10']]],
  ['count_over_time({service="orders"}[10s]) / (6 - 1)', [['orders x', '2']]],
  ['2 ^ 3 ^ 2 + vector(0)', [['', '512']]],
  ['sum(rate({app="x"}[3s]))', [['', '1.3333333333333333']]],
  ['vector(1) / 0', [['', 'NaN']]],
  ['vector(1) % 0 + vector(1)', [['', 'NaN']]],
  ['vector(2) ^ 100', [['', '1267650600228229400000000000000']]],
  ['vector(1) / 10000000', [['', '0.0000001']]],
  ['count_over_time({app="x"}[0s])', []],
  ['vector(1)+vector(1)', [['', '2']]],
])('%s', (query, expected) => {
  expect(instant(query)).toEqual(expected)
})

test('a window is open at its older end and closed at its newer one', () => {
  expect(instant('count_over_time({service="orders"}[1s])', 4)).toEqual([['orders x', '1']])
})

test('a number alone is a scalar', () => {
  expect(answerVector(metric('1 + 2 * 3'), store, { times: [epoch] })).toEqual({
    resultType: 'scalar',
    result: [1_760_000_000, '7'],
  })
})

test('over a range there is a value for each step at which there are lines', () => {
  const times = [-1n, 0n, 2n, 4n, 20n].map((at) => epoch + at * second)
  const query = 'sum by (service) (count_over_time({app="x"}[2s]))'

  expect(answerMatrix(metric(query), store, { times })).toEqual({
    resultType: 'matrix',
    result: [
      {
        metric: { service: 'orders' },
        values: [
          [1_760_000_000, '1'],
          [1_760_000_002, '2'],
          [1_760_000_004, '2'],
        ],
      },
      {
        metric: { service: 'users' },
        values: [
          [1_760_000_000, '1'],
          [1_760_000_002, '1'],
          [1_760_000_004, '1'],
        ],
      },
    ],
  })
})

test('topk of a range keeps the best of each step', () => {
  const times = [0n, 9n].map((at) => epoch + at * second)
  const growing = viewOf(
    { text: 'a', at: 0, labels: { s: 'early' } },
    { text: 'a', at: 9, labels: { s: 'late' } },
  )

  const { result } = answerMatrix(metric('topk(1, count_over_time({app="x"}[2s]))'), growing, {
    times,
  })

  expect(result.map(({ metric, values }) => [metric.s, values.length])).toEqual([
    ['early', 1],
    ['late', 1],
  ])
})

test('a line that could not be parsed fails the query, until it is filtered away', () => {
  expect(() => instant('count_over_time({app="x"} | json [10s])')).toThrow(
    /pipeline error: 'JSONParserErr' for series: .*__error__=""/s,
  )
  expect(instant('sum(count_over_time({app="x"} | json | __error__="" [10s]))')).toEqual([
    ['', '5'],
  ])
  expect(instant('sum(count_over_time({app="x"} | json | drop __error__ [10s]))')).toEqual([
    ['', '15'],
  ])
})

test('a sum without groups needs no label, so it counts lines that cannot be parsed', () => {
  expect(instant('sum(count_over_time({app="x"} | json [10s]))')).toEqual([['', '15']])
  expect(instant('sum(bytes_over_time({app="x"} | json | line_format "ab" [10s]))')).toEqual([
    ['', '30'],
  ])
  expect(instant('sum(count_over_time({app="x"} | json | line_format "{{.n}}" [10s]))')).toEqual([
    ['', '15'],
  ])
  const needing = 'sum(bytes_over_time({app="x"} | json | line_format "{{.n}}" [10s]))'
  expect(() => instant(needing)).toThrow(/pipeline error/)
  expect(() => instant('max(count_over_time({app="x"} | json [10s]))')).toThrow(/pipeline error/)
  expect(() => instant('sum without (n) (count_over_time({app="x"} | json [10s]))')).toThrow(
    /pipeline error/,
  )
})

test('what unpack leaves of a line is what a sum of bytes counts', () => {
  const packed = viewOf('{"app":"y","_entry":"four"}')
  const { result } = answerVector(
    metric('sum(bytes_over_time({app="x"} | unpack [10s]))'),
    packed,
    { times: [epoch] },
  )

  expect(result).toEqual([{ metric: {}, value: [1_760_000_000, '4'] }])
})

test('a sum that asks for errors by name counts them', () => {
  const broken = 'count_over_time({app="x"} | json | __error__!="" [10s])'

  expect(instant(`sum(${broken})`)).toEqual([['', '10']])
  expect(instant('sum by (__error__) (count_over_time({app="x"} | json [10s]))')).toEqual([
    ['JSONParserErr', '10'],
    ['', '5'],
  ])
  expect(() => instant(broken)).toThrow(/pipeline error/)
})

test('more than 500 series are refused', () => {
  const many = viewOf(
    ...Array.from({ length: 501 }, (_, i) => ({ text: 'x', metadata: { i: `${i}` } })),
  )
  const grid = { times: [epoch] }

  expect(() => answerVector(metric('rate({app="x"}[5m])'), many, grid)).toThrow(/\(500\) reached/)
  expect(answerVector(metric('sum(rate({app="x"}[5m]))'), many, grid).result).toHaveLength(1)
})
