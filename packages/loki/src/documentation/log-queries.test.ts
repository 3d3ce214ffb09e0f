import { expect, test } from 'vitest'
import { pushed } from '../testing/pushed.ts'

// The examples of https://grafana.com/docs/loki/latest/query/log_queries/ with the answers that it gives.

const request = JSON.stringify({
  protocol: 'HTTP/2.0',
  servers: ['129.0.1.1', '10.2.1.3'],
  request: {
    time: '6.032',
    method: 'GET',
    host: 'foo.grafana.net',
    size: '55',
    headers: { Accept: '*/*', 'User-Agent': 'curl/7.68.0' },
  },
  response: { status: 401, size: '228', latency_seconds: '6.031' },
})
const logfmt =
  'at=info method=GET path=/ host=grafana.net fwd="124.133.124.161" service=8ms status=200'
const nginx =
  '0.191.12.2 - - [10/Jun/2021:09:14:29 +0000] "GET /api/plugins/versioncheck HTTP/1.1" 200 2 "-" "Go-http-client/2.0" "13.76.247.102, 34.120.177.193" "TLSv1.2" "US" ""'
const push =
  'level=debug ts=2021-06-10T09:24:13.472094048Z caller=logging.go:66 traceID=0568b66ad2d9294c msg="POST /loki/api/v1/push (204) 16.652862ms"'

test.each<[string, string, Record<string, string>]>([
  ['{"a.b": {"c": "d"}, "e": "f"}', '| json', { a_b_c: 'd', e: 'f' }],
  [
    request,
    '| json',
    {
      protocol: 'HTTP/2.0',
      request_time: '6.032',
      request_method: 'GET',
      request_host: 'foo.grafana.net',
      request_size: '55',
      request_headers_Accept: '*/*',
      request_headers_User_Agent: 'curl/7.68.0',
      response_status: '401',
      response_size: '228',
      response_latency_seconds: '6.031',
    },
  ],
  [
    request,
    '| json first_server="servers[0]", ua="request.headers[\\"User-Agent\\"]"',
    { first_server: '129.0.1.1', ua: 'curl/7.68.0' },
  ],
  [
    request,
    '| json server_list="servers", headers="request.headers"',
    {
      server_list: '["129.0.1.1","10.2.1.3"]',
      headers: '{"Accept":"*/*","User-Agent":"curl/7.68.0"}',
    },
  ],
  [request, '| json servers', { servers: '["129.0.1.1","10.2.1.3"]' }],
  [
    logfmt,
    '| logfmt',
    {
      at: 'info',
      method: 'GET',
      path: '/',
      host: 'grafana.net',
      fwd: '124.133.124.161',
      service: '8ms',
      status: '200',
    },
  ],
  [logfmt, '| logfmt host, fwd_ip="fwd"', { host: 'grafana.net', fwd_ip: '124.133.124.161' }],
  [
    logfmt,
    '| logfmt --strict host, fwd_ip="fwd"',
    { host: 'grafana.net', fwd_ip: '124.133.124.161' },
  ],
  ['alone host=x', '| logfmt --keep-empty --strict host, alone', { host: 'x', alone: '' }],
  ['alone host=x', '| logfmt --keep-empty', { host: 'x', alone: '' }],
  [
    nginx,
    '| pattern `<ip> - - <_> "<method> <uri> <_>" <status> <size> <_> "<agent>" <_>`',
    {
      ip: '0.191.12.2',
      method: 'GET',
      uri: '/api/plugins/versioncheck',
      status: '200',
      size: '2',
      agent: 'Go-http-client/2.0',
    },
  ],
  [
    push,
    '| pattern `<_> msg="<method> <path> (<status>) <latency>"`',
    { method: 'POST', path: '/loki/api/v1/push', status: '204', latency: '16.652862ms' },
  ],
  [
    'POST /api/prom/api/v1/query_range (200) 1.5s',
    '| regexp "(?P<method>\\\\w+) (?P<path>[\\\\w|/]+) \\\\((?P<status>\\\\d+?)\\\\) (?P<duration>.*)"',
    {
      method: 'POST',
      path: '/api/prom/api/v1/query_range',
      status: '200',
      duration: '1.5s',
    },
  ],
  [
    '{"level": "info", "method": "GET", "path": "/", "host": "grafana.net", "status": "200"}',
    '|json|drop level, method="GET"',
    { host: 'grafana.net', path: '/', status: '200' },
  ],
  ['INFO GET / loki.net 200', '|json|drop __error__, __error_details__', {}],
])('%s %s', async (line, stages, expected) => {
  const { labels } = await pushed({ lines: [line] })

  expect(await labels(`{job="docs"} ${stages}`)).toEqual([expected])
})

test('a pattern that begins with a literal begins with the line, and what departs from it ends it', async () => {
  const { labels } = await pushed({ lines: ['a b c', 'x a b c', 'a b', ''] })

  expect(await labels('{job="docs"} | pattern "a <x> <y>"')).toEqual([
    { x: 'b', y: 'c' },
    {},
    { x: 'b' },
    {},
  ])
  expect(await labels('{job="docs"} | pattern "<_>a <x> <y>"')).toEqual([
    { x: 'b', y: 'c' },
    { x: 'b', y: 'c' },
    { x: 'b' },
    {},
  ])
})

test('strict logfmt ends at the first thing that is no pair', async () => {
  const { labels } = await pushed({ lines: ['a=b =value', 'a=b foo=bar=buzz', 'a=b fo"o=bar'] })

  for (const found of await labels('{job="docs"} | logfmt --strict')) {
    expect(found).toMatchObject({ a: 'b', __error__: 'LogfmtParserErr' })
  }
  expect(await labels('{job="docs"} | logfmt')).toEqual([{ a: 'b' }, { a: 'b' }, { a: 'b' }])
})

test('unpack gives back the labels and the line that were packed', async () => {
  const packed = '{"container": "myapp", "pod": "pod-3223f", "_entry": "original log message"}'
  const { lines } = await pushed({ lines: [packed, '{"pod": "x"}', 'no object'] })

  expect(await lines('{job="docs"} | unpack')).toEqual([
    { labels: { container: 'myapp', pod: 'pod-3223f' }, line: 'original log message' },
    { labels: {}, line: '{"pod": "x"}' },
    {
      labels: {
        __error__: 'JSONParserErr',
        __error_details__: 'expecting json object(6), but it is not',
      },
      line: 'no object',
    },
  ])
})

test('an extracted label does not hide one of the stream, unless label_format says so', async () => {
  const { labels } = await pushed({ labels: { level: 'high' }, lines: ['level=low'] })

  expect(await labels('{job="docs"} | logfmt')).toEqual([{ level: 'high', level_extracted: 'low' }])
  expect(await labels('{job="docs"} | regexp "=(?P<level>.*)"')).toEqual([
    { level: 'high', level_extracted: 'low' },
  ])
  expect(await labels('{job="docs"} | logfmt | label_format level=level_extracted')).toEqual([
    { level: 'low' },
  ])
})

test('line filters keep lines by what is in them, one after the other', async () => {
  const { lines } = await pushed({
    lines: [
      'error=timeout',
      'error=broken',
      'kafka.server:type=ReplicaManager',
      'tsdb-ops says io:2003',
      'ERROR',
    ],
  })
  const found = async (filters: string) =>
    (await lines(`{job="docs"} ${filters}`)).map(({ line }) => line)

  expect(await found('|= "error"')).toEqual(['error=timeout', 'error=broken'])
  expect(await found('|= "error" != "timeout"')).toEqual(['error=broken'])
  expect(await found('!= "kafka.server:type=ReplicaManager" !~ "(?i)error"')).toEqual([
    'tsdb-ops says io:2003',
  ])
  expect(await found('|~ "tsdb-ops.*io:2003"')).toEqual(['tsdb-ops says io:2003'])
  expect(await found('|~ `error=\\w+`')).toEqual(['error=timeout', 'error=broken'])
})

test('label filters may be joined by a comma, a space or and, which comes before or', async () => {
  const { lines } = await pushed({
    lines: [
      'duration=25ms method=200 size=1B',
      'duration=5ms method=POST size=20KB',
      'duration=5ms method=299 size=20KB',
      'duration=5ms method=POST size=1KB',
    ],
  })
  const found = async (filter: string) =>
    (await lines(`{job="docs"} | logfmt ${filter}`)).map(({ line }) => line.slice(9))
  const joined = ['25ms method=200 size=1B', '5ms method=POST size=20KB']

  expect(await found('| duration >= 20ms or size == 20KB and method!~"2.."')).toEqual(joined)
  expect(await found('| duration >= 20ms or size == 20KB , method!~"2.."')).toEqual(joined)
  expect(await found('| duration >= 20ms or size == 20KB  method!~"2.."')).toEqual(joined)
  expect(await found('| duration >= 20ms or (size == 20KB and method!~"2..")')).toEqual(joined)
  // A further stage is one for all that is left.
  expect(await found('| duration >= 20ms or size == 20KB | method!~"2.."')).toEqual([
    '5ms method=POST size=20KB',
  ])
})

test('drop and keep choose labels by name or by value', async () => {
  const some =
    '{"app": "some-api-service", "level": "info", "method": "GET", "path": "/", "host": "grafana.net", "status": "200"}'
  const other =
    '{"app": "other-service", "level": "info", "method": "GET", "path": "/", "host": "grafana.net", "status": "200"}'
  const post =
    '{"level": "info", "method": "POST", "path": "/", "host": "grafana.net", "status": "200"}'
  const { labels } = await pushed({ lines: [some, other, post, 'broken'] })
  const found = async (stages: string) => (await labels(`{job="docs"}|json${stages}`)).slice(0, 3)
  const rest = { host: 'grafana.net', status: '200' }

  expect(await found('|drop level, path, app=~"some-api.*"')).toEqual([
    { ...rest, method: 'GET' },
    { ...rest, method: 'GET', app: 'other-service' },
    { ...rest, method: 'POST' },
  ])
  expect(await found('|keep level, method="GET"')).toEqual([
    { level: 'info', method: 'GET' },
    { level: 'info', method: 'GET' },
    { level: 'info' },
  ])
  expect(await found('|keep level, tenant, app=~"some-api.*"')).toEqual([
    { level: 'info', app: 'some-api-service' },
    { level: 'info' },
    { level: 'info' },
  ])
  expect(Object.keys((await labels('{job="docs"}|json|keep level'))[3] ?? {})).toEqual([
    '__error__',
    '__error_details__',
  ])
})

test('formats write lines and labels anew', async () => {
  const { lines, labels } = await pushed({ lines: ['ip=1.1.1.1 status=200 duration=3000'] })

  const query = '{job="docs"} | logfmt | line_format "{{.ip}} {{.status}} {{div .duration 1000}}"'
  expect((await lines(query)).map(({ line }) => line)).toEqual(['1.1.1.1 200 3'])
  expect(await labels('{job="docs"} | logfmt status, ip | label_format dst=status')).toEqual([
    { ip: '1.1.1.1', dst: '200' },
  ])
  expect(
    await labels('{job="docs"} | logfmt status, ip | label_format dst="{{.status}} {{.ip}}"'),
  ).toEqual([{ ip: '1.1.1.1', status: '200', dst: '200 1.1.1.1' }])
})

test('decolorize leaves the text', async () => {
  const { lines } = await pushed({
    lines: ['[2022-11-04 22:17:57.811] \u001b[0;32mhttp\u001b[0m: GET /_health (0 ms) 204'],
  })

  expect(await lines('{job="docs"} | decolorize')).toMatchObject([
    { line: '[2022-11-04 22:17:57.811] http: GET /_health (0 ms) 204' },
  ])
})

test('a pattern filter describes the whole line', async () => {
  const line = (more: string) => `ts=2024-04-05T08:40:13.58Z caller=http.go:194 level=debug ${more}`
  const hit = line('traceID=23e5 msg="POST /push.v1.PusherService/Push (200) 12.684035ms"')
  const miss = line('traceID=23e5 msg="GET /ready (200) 1ms"')
  const { lines } = await pushed({ lines: [hit, miss] })
  const pattern = '<_> caller=http.go:194 level=debug <_> msg="POST /push.v1.PusherService/Push <_>'
  const found = async (filter: string) =>
    (await lines(`{job="docs"} ${filter}`)).map(({ line }) => line)

  expect(await found(`|> \`${pattern}\``)).toEqual([hit])
  expect(await found(`!> \`${pattern}\``)).toEqual([miss])
  expect(await found('|> "ts=<_>ms\\""')).toEqual([hit, miss])
  expect(await found('|> "<_>ts=<_>"')).toEqual([]) // nothing stands before it
  expect(await found('|> "caller=<_>"')).toEqual([])
  expect(await found('|> "<_>/ready" or "<_> msg=\\"GET <_>"')).toEqual([miss])
})

test('addresses are matched as what they are, in lines and in labels', async () => {
  const line = (ip: string) => `${ip} - - [17/May/2015] "GET /downloads" addr=${ip}`
  const addresses = ['3.180.71.3', '80.91.33.133', '93.180.71.3', '192.168.4.2', '2001:db8::5']
  const { lines } = await pushed({ lines: [...addresses.map(line), 'no address'] })
  const found = async (filter: string) =>
    (await lines(`{job="docs"} ${filter}`)).map(({ line }) => line.split(' ')[0])

  expect(await found('|= ip("3.180.71.3")')).toEqual(['3.180.71.3'])
  expect(await found('|= ip("192.168.4.5/16")')).toEqual(['192.168.4.2'])
  expect(await found('|= ip("192.168.0.1-192.189.10.12")')).toEqual(['192.168.4.2'])
  expect(await found('|= ip("2001:db8::1-2001:db8::8")')).toEqual(['2001:db8::5'])
  expect(await found('|= ip("2001:db8::/32")')).toEqual(['2001:db8::5'])
  expect(await found('!= ip("0.0.0.0/0")')).toEqual(['2001:db8::5', 'no'])
  expect(await found('| logfmt | addr = ip("80.0.0.0/4") | addr != ip("93.180.71.3")')).toEqual([
    '80.91.33.133',
  ])
  expect(await found('| logfmt | addr = ip("3.0.0.0/8") or addr = ip("192.168.0.0/16")')).toEqual([
    '3.180.71.3',
    '192.168.4.2',
  ])
})

test('comments are no part of a query', async () => {
  const { lines } = await pushed({ lines: ['{"bar":"baz"}', '{"bar":"x"}'] })
  const query = `{job="docs"}
    | json
    # this line will be ignored
    | bar="baz" # this checks if bar = "baz"`

  expect(await lines(query)).toHaveLength(1)
})

test('two parsers read one line after the other', async () => {
  const { labels } = await pushed({
    lines: ['level=debug caller=logging.go:66 msg="POST /api/prom/api/v1/query_range (200) 1.5s"'],
  })
  const query =
    '{job="docs"} | logfmt | line_format "{{.msg}}" | regexp "(?P<method>\\\\w+) (?P<path>[\\\\w|/]+) \\\\((?P<status>\\\\d+?)\\\\) (?P<duration>.*)"'

  expect(await labels(query)).toMatchObject([
    { method: 'POST', path: '/api/prom/api/v1/query_range', status: '200', duration: '1.5s' },
  ])
})

test('the users and addresses of failed logins are found by counting words', async () => {
  const line = 'Nov 29 05:00:00 host sshd[1]: Invalid user ada from 10.0.0.1 port 22'
  const { lines } = await pushed({ labels: { job: 'security' }, lines: [line] })
  const query = `{job="security"}
    |~ "Invalid user.*"
    | regexp "(^(?P<user>\\\\S+ {1,2}){8})"
    | regexp "(^(?P<ip>\\\\S+ {1,2}){10})"
    | line_format "IP = {{.ip}}\\tUSER = {{.user}}"`

  expect(await lines(query)).toMatchObject([{ line: 'IP = 10.0.0.1 \tUSER = ada ' }])
})
