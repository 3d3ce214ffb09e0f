import { expect, test } from 'vitest'
import { pushed } from '../testing/pushed.ts'

// The examples of https://grafana.com/docs/loki/latest/query/metric_queries/ and query_reference,
// over lines whose answers can be worked out by hand.

const latencies = [
  'path=/a org=1 took=1 size=1KB slow=250ms',
  'path=/a org=2 took=3 size=2KB slow=1.5s',
  'path=/b org=1 took=10 size=1MiB slow=1m',
  'path=/a org=1 took=2 size=512 slow=2s',
]
const took = '{job="docs"} | logfmt path, took | unwrap took'

test.each([
  [
    `sum_over_time(${took} [1m])`,
    [
      ['/a', '6'],
      ['/b', '10'],
    ],
  ],
  [
    `avg_over_time(${took} [1m])`,
    [
      ['/a', '2'],
      ['/b', '10'],
    ],
  ],
  [
    `min_over_time(${took} [1m])`,
    [
      ['/a', '1'],
      ['/b', '10'],
    ],
  ],
  [
    `max_over_time(${took} [1m])`,
    [
      ['/a', '3'],
      ['/b', '10'],
    ],
  ],
  [
    `first_over_time(${took} [1m])`,
    [
      ['/a', '1'],
      ['/b', '10'],
    ],
  ],
  [
    `last_over_time(${took} [1m])`,
    [
      ['/a', '2'],
      ['/b', '10'],
    ],
  ],
  [
    `stdvar_over_time(${took} [1m])`,
    [
      ['/a', '0.6666666666666666'],
      ['/b', '0'],
    ],
  ],
  [
    `stddev_over_time(${took} [1m])`,
    [
      ['/a', '0.816496580927726'],
      ['/b', '0'],
    ],
  ],
  [
    `quantile_over_time(0.5, ${took} [1m])`,
    [
      ['/a', '2'],
      ['/b', '10'],
    ],
  ],
  [
    `quantile_over_time(0.99, ${took} [1m])`,
    [
      ['/a', '2.98'],
      ['/b', '10'],
    ],
  ],
  [
    `quantile_over_time(2, ${took} [1m])`,
    [
      ['/a', '+Inf'],
      ['/b', '+Inf'],
    ],
  ],
  [
    `rate(${took} [10s])`,
    [
      ['/a', '0.6'],
      ['/b', '1'],
    ],
  ],
  [`max_over_time(${took} [1m]) by (nope)`, [[undefined, '10']]],
  [`avg_over_time(${took} [1m]) without (path)`, [[undefined, '4']]],
  [
    `max_over_time(${took} [1m]) by (path)`,
    [
      ['/a', '3'],
      ['/b', '10'],
    ],
  ],
  [`sum_over_time(${took} [1s] offset 1s)`, [['/b', '10']]],
  [
    `sum_over_time(${took} | took > 2 [1m])`,
    [
      ['/a', '3'],
      ['/b', '10'],
    ],
  ],
  [
    `sum by (path) (sum_over_time(${took} [1m]))`,
    [
      ['/a', '6'],
      ['/b', '10'],
    ],
  ],
  [
    'sum_over_time({job="docs"} | logfmt path, slow | unwrap duration(slow) [1m])',
    [
      ['/a', '3.75'],
      ['/b', '60'],
    ],
  ],
  [
    'max_over_time({job="docs"} | logfmt path, slow | unwrap duration_seconds(slow) [1m])',
    [
      ['/a', '2'],
      ['/b', '60'],
    ],
  ],
  [
    'sum_over_time({job="docs"} | logfmt path, size | unwrap bytes(size) [1m])',
    [
      ['/a', '3512'],
      ['/b', '1048576'],
    ],
  ],
])('%s', async (query, expected) => {
  const { values } = await pushed({ lines: latencies })

  const found = (await values(query)).map(([{ path }, value]) => [path, value])

  expect(found).toEqual(expected)
})

test('the label that is unwrapped is none of the series, all others are', async () => {
  const { values } = await pushed({ labels: { app: 'a' }, lines: ['took=1 path=/a'] })

  expect(await values('sum_over_time({job="docs"} | logfmt | unwrap took [1m])')).toEqual([
    [{ app: 'a', path: '/a' }, '1'],
  ])
})

test('a label that is no number fails the query, until it is filtered away; one that is missing is no sample', async () => {
  const { values } = await pushed({ lines: ['took=1', 'took=x', 'nothing'] })
  const query = (filter: string) =>
    `sum_over_time({job="docs"} | logfmt took | unwrap took ${filter} [1m])`

  await expect(values(query(''))).rejects.toThrow(/pipeline error: 'SampleExtractionErr'/)
  expect(await values(query('| __error__=""'))).toEqual([[{}, '1']])
})

test('the p99 of a latency by path, without the lines that are no JSON', async () => {
  const line = (path: string, time: number) => JSON.stringify({ path, request_time: String(time) })
  const { values } = await pushed({
    lines: [line('/a', 1), line('/a', 2), line('/b', 5), 'no JSON'],
  })
  const query = `quantile_over_time(0.99,
    {job="docs"}
      | json
      | __error__ = ""
      | unwrap request_time [1m]) by (path)`

  expect(await values(query)).toEqual([
    [{ path: '/a' }, '1.99'],
    [{ path: '/b' }, '5'],
  ])
})

test('bytes by organization, the rate of errors by host, and the top of them', async () => {
  const { values } = await pushed(
    {
      labels: { name: 'a' },
      lines: ['metrics.go org_id=1 bytes=10', 'metrics.go org_id=2 bytes=5'],
    },
    {
      labels: { name: 'mysql' },
      lines: [
        '{"host":"h1","duration":"12s","m":"error"}',
        '{"host":"h1","duration":"2s","m":"error"}',
      ],
    },
  )

  const bytes = '{job="docs"} |= "metrics.go" | logfmt | unwrap bytes [1m]'
  expect(await values(`sum by (org_id) (sum_over_time(${bytes}))`)).toEqual([
    [{ org_id: '1' }, '10'],
    [{ org_id: '2' }, '5'],
  ])
  const slow = '{name="mysql"} |= "error" != "timeout" | json | duration > 10s'
  expect(await values(`sum by (host) (rate(${slow} [10s]))`)).toEqual([[{ host: 'h1' }, '0.1']])
  expect(await values('topk(1,sum(rate({job="docs"}[5s])) by (name))')).toHaveLength(1)
  const nested = 'avg(rate(({name="mysql"} |= "h1" | json | duration="2s")[10s])) by (host)'
  expect(await values(nested)).toEqual([[{ host: 'h1' }, '0.1']])
})

test('offset moves the window, either way, of any range', async () => {
  const { values } = await pushed({ lines: ['n=1', 'n=2', 'n=3', 'n=4'] })
  const count = async (range: string, ago = 0) =>
    (await values(`count_over_time({job="docs"}${range})`, ago)).map(([, value]) => value)

  expect(await count('[2s]')).toEqual(['2'])
  expect(await count('[2s] offset 3s')).toEqual(['1'])
  expect(await count('[2s] offset 1m')).toEqual([])
  expect(await count('[2s] offset -1s', 1)).toEqual(['2'])
  const unwrapped = (
    await values('sum_over_time({job="docs"} | logfmt | unwrap n [1s] offset 2s)')
  ).map(([, value]) => value)
  expect(unwrapped).toEqual(['2'])
})

test('absent_over_time is 1 with the labels of the selector where there is nothing', async () => {
  const { values } = await pushed({ lines: ['took=x'] })

  expect(await values('absent_over_time({app="nope", env=~"p.*", app2!="x"}[1m])')).toEqual([
    [{ app: 'nope' }, '1'],
  ])
  expect(await values('absent_over_time({job="docs"}[1m])')).toEqual([])
  expect(await values('absent_over_time({job="docs"} | logfmt | unwrap nope [1m])')).toEqual([
    [{}, '1'],
  ])
  expect(await values('sum(absent_over_time({app="nope"}[1m]))')).toEqual([[{}, '1']])
})

test('label_replace makes a label out of another, where the pattern meets all of it', async () => {
  const { values } = await pushed({ labels: { service: 'a:c' }, lines: ['err'] })
  const rate = 'rate({job="docs"} |= "err" [1s])'
  const replaced = (rest: string) => values(`label_replace(${rate}, ${rest})`)

  expect(await replaced('"foo", "$1", "service", "(.*):.*"')).toEqual([
    [{ service: 'a:c', foo: 'a' }, '1'],
  ])
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Go's
  expect(await replaced('"foo", "${last}-$1", "service", "(.*):(?P<last>.*)"')).toEqual([
    [{ service: 'a:c', foo: 'c-a' }, '1'],
  ])
  expect(await replaced('"foo", "$1", "service", "(.):"')).toEqual([[{ service: 'a:c' }, '1']])
  expect(await replaced('"service", "", "service", ".*"')).toEqual([[{}, '1']])
  expect(await replaced('"foo", "none", "nope", ""')).toEqual([
    [{ service: 'a:c', foo: 'none' }, '1'],
  ])
})

const machines = [
  { labels: { app: 'foo', machine: 'm1' }, lines: ['1', '2', '3'] },
  { labels: { app: 'foo', machine: 'm2' }, lines: ['1'] },
  { labels: { app: 'bar', machine: 'm1' }, lines: ['1'] },
  { labels: { app: 'bar', machine: 'm3' }, lines: ['1', '2'] },
]
const foo = 'count_over_time({app="foo"}[1m])'
const bar = 'count_over_time({app="bar"}[1m])'
const all = 'count_over_time({app=~"foo|bar"}[1m])'

test.each([
  ['1 + 1', '2'],
  ['1 + 2 / 3', '1.6666666666666665'],
  ['2 * 3 % 2', '0'],
  ['1 >= 1', '1'],
  ['1 > bool 2', '0'],
  ['2 < 1', '0'],
])('%s', async (query, expected) => {
  const { values } = await pushed({ lines: ['any'] })

  // A plain number is no list of series.
  expect(await values(`vector(0) + (${query})`)).toEqual([[{}, expected]])
})

test.each<[string, [string, string][]]>([
  [
    `${all} and ${bar}`,
    [
      ['bar m1', '1'],
      ['bar m3', '2'],
    ],
  ],
  [
    `${all} unless ${bar}`,
    [
      ['foo m1', '3'],
      ['foo m2', '1'],
    ],
  ],
  [
    `${foo} or ${all}`,
    [
      ['bar m1', '1'],
      ['bar m3', '2'],
      ['foo m1', '3'],
      ['foo m2', '1'],
    ],
  ],
  [`${foo} and on(machine) ${bar}`, [['foo m1', '3']]],
  [`${foo} unless on(machine) ${bar}`, [['foo m2', '1']]],
  [
    `${foo} or on(machine) ${bar}`,
    [
      ['bar m3', '2'],
      ['foo m1', '3'],
      ['foo m2', '1'],
    ],
  ],
  [`${foo} and ignoring(app) ${bar}`, [['foo m1', '3']]],
  [
    `${foo} or ${bar} and ${bar} unless ${bar}`,
    [
      ['foo m1', '3'],
      ['foo m2', '1'],
    ],
  ],
  [`sum(count_over_time({app="nope"}[1m])) or vector(0)`, [['', '0']]],
  [`sum(${foo}) or vector(0)`, [['', '4']]],
  [
    `${all} > 1`,
    [
      ['bar m3', '2'],
      ['foo m1', '3'],
    ],
  ],
  [
    `${foo} > bool 1`,
    [
      ['foo m1', '1'],
      ['foo m2', '0'],
    ],
  ],
  [`1 < ${foo}`, [['foo m1', '3']]],
  [`sum without(app) (${foo}) > sum without(app) (${bar})`, [['m1', '3']]],
  [`sum without(app) (${foo}) > bool sum without(app) (${bar})`, [['m1', '1']]],
  [`sum without(app) (${foo}) <= bool sum without(app) (${bar})`, [['m1', '0']]],
  [
    `sum by(machine) (${foo}) / on() group_left sum(${foo})`,
    [
      ['m1', '0.75'],
      ['m2', '0.25'],
    ],
  ],
  [
    `sum(${foo}) / on() group_right sum by(machine) (${foo})`,
    [
      ['m1', '1.3333333333333333'],
      ['m2', '4'],
    ],
  ],
  [
    `max by(machine) (${foo}) > bool ignoring(machine) group_left avg(${foo})`,
    [
      ['m1', '1'],
      ['m2', '0'],
    ],
  ],
  [`${foo} + ignoring(app) ${bar}`, [['m1', '4']]],
  [`${foo} * on(machine) group_left(app) ${bar}`, [['bar m1', '3']]],
  [`stddev(${all})`, [['', '0.82915619758885']]],
  [
    `stdvar by (app) (${all})`,
    [
      ['bar', '0.25'],
      ['foo', '1'],
    ],
  ],
  [
    `sort(${foo} or ${bar} > 1)`,
    [
      ['foo m2', '1'],
      ['bar m3', '2'],
      ['foo m1', '3'],
    ],
  ],
  [
    `sort_desc(${all} > 1)`,
    [
      ['foo m1', '3'],
      ['bar m3', '2'],
    ],
  ],
  [`sum(${all}) * 2 - 1`, [['', '13']]],
])('%s', async (query, expected) => {
  const { values } = await pushed(...machines)

  const found = await values(query)

  expect(found.map(([labels, value]) => [Object.values(labels).join(' '), value])).toEqual(expected)
})

test('a share of each status in its app, with a label of the other side', async () => {
  const line = (status: number) => JSON.stringify({ status })
  const { values } = await pushed(
    {
      labels: { app: 'foo' },
      lines: [200, 200, 200, 500].map((status, at) => `${line(status)}${' '.repeat(at)}`),
    },
    { labels: { app: 'cost', team: 'red' }, lines: ['of=foo cost=7'] },
  )
  const rate = 'rate({app="foo"} | json [10s])'

  expect(
    await values(`sum by (app, status) (${rate}) / on (app) group_left sum by (app) (${rate})`),
  ).toEqual([
    [{ app: 'foo', status: '200' }, '0.7499999999999999'],
    [{ app: 'foo', status: '500' }, '0.25'],
  ])
  const cost =
    'max_over_time({app="cost"} | logfmt | label_format app=of | unwrap cost [1m]) by (app, team)'
  expect(
    await values(
      `sum by (app) (count_over_time({app="foo"}[1m])) * on (app) group_left(team) ${cost}`,
    ),
  ).toEqual([[{ app: 'foo', team: 'red' }, '28']])
})

test.each([
  [`${foo} + on(app) ${foo}`, /found duplicate series for the match group .*app="foo"/],
  [`${foo} + on(app) sum by (app) (${foo})`, /many-to-one matching must be explicit/],
  [
    `sum by (app, machine) (${all}) * on(app) group_left(machine) sum by (app) (${all})`,
    /must ensure unique/,
  ],
])('%s is refused', async (query, reason) => {
  const { values } = await pushed(...machines)

  await expect(values(query)).rejects.toThrow(reason)
})
