import { expect, test } from 'vitest'
import { epoch, viewOf } from '../testing/view-of.ts'
import { parseLogql } from './parse.ts'
import { select } from './select.ts'

type Lines = Parameters<typeof viewOf>

function run(query: string, ...lines: Lines) {
  const parsed = parseLogql(query)
  if (parsed.kind !== 'logs') throw new Error(`${query} is no log query`)
  const end = epoch + 3600n * 1_000_000_000n
  return select(viewOf(...lines), parsed, { start: 0n, end, limit: 5000, direction: 'forward' })
}

function texts(query: string, ...lines: Lines): string[] {
  return run(query, ...lines).map(({ text }) => text)
}

test.each([
  ['{app="x"}', ['abc', 'B "c"', 'd\ne']],
  ['{app="x"} |= "b"', ['abc']],
  ['{app="x"} |= `B "c"` # a comment', ['B "c"']],
  ['{app="x"} |= "B \\"c\\""', ['B "c"']],
  ['{app="x"} |= "a" or "d"', ['abc', 'd\ne']],
  ['{app="x"} != "a" or "d"', ['B "c"']],
  ['{app="x"} |~ "(?i)b" !~ `"`', ['abc']],
  ['{app="x"} |~ "^B" or "e$"', ['B "c"', 'd\ne']],
  ['{app=~"x|y", app!~"y.*"} |~ "c" |= "a"', ['abc']],
  ['{app=~"X"}', []],
  ['{app=~"(?i)X", nope=""}', ['abc', 'B "c"', 'd\ne']],
])('lines: %s', (query, found) => {
  expect(texts(query, 'abc', 'B "c"', 'd\ne')).toEqual(found)
})

const order =
  '{"level":"ERROR","msg":"order placed","req":{"method":"POST","ms":12.50},"id":12345678901234567890,"tags":["a"],"none":null,"a-b":"c","took":"1.5s","size":"3KB","ok":true}'
const plain =
  '{"level":"info","msg":"hello","req":{"method":"GET","ms":3},"took":"20ms","size":"10MB"}'

test('json makes a label of every field, and does not hide a label of the stream', () => {
  const [entry] = run('{app="x"} | json', {
    text: order,
    labels: { level: 'high' },
    metadata: { msg: 'meta' },
  })

  expect(entry?.labels).toEqual({
    app: 'x',
    level: 'high',
    level_extracted: 'ERROR',
    msg: 'order placed',
    req_method: 'POST',
    req_ms: '12.50',
    id: '12345678901234567890',
    a_b: 'c',
    took: '1.5s',
    size: '3KB',
    ok: 'true',
  })
  expect(entry?.metadata).toEqual({})
})

test('json with paths makes the labels that are asked for', () => {
  const query = '{app="x"} | json verb="req.method", first="tags[0]", `level`'.replaceAll('`', '')
  const [entry] = run(query, order)

  expect(entry?.parsed).toEqual({ verb: 'POST', first: 'a', level: 'ERROR' })
})

test('what json is asked for is there, empty when the line has none of it', () => {
  const query = '{app="x"} | json verb="req.method", none="req.nope", app="nope", note="tags"'

  expect(run(query, order)[0]?.parsed).toEqual({ verb: 'POST', none: '', note: '["a"]' })
  expect(run(query, '[1]')[0]?.parsed).toEqual({ verb: '', none: '', note: '' })
  expect(run(query, 'oops')[0]?.parsed).toEqual({ __error__: 'JSONParserErr' })
})

test.each([
  ['json', '{"a":"x\ufffdy","b":{"c":"\ufffd"}}'],
  ['json a, b_c="b.c"', '{"a":"x\ufffdy","b":{"c":"\ufffd"}}'],
  ['logfmt', 'a=x\ufffdy b.c="\ufffd"'],
  ['logfmt a, b_c', 'a=x\ufffdy b.c="\ufffd"'],
])('%s has a space where bytes were no text', (parser, line) => {
  const [entry] = run(`{app="x"} | ${parser}`, line)

  expect(entry?.parsed).toEqual({ a: 'x y', b_c: ' ' })
  expect(entry?.text).toBe(line)
})

test('the first parser that finds a label wins', () => {
  const line = '{"level":"info","a":"json"}'

  expect(run('{app="x"} | json | logfmt', line)[0]?.get('a')).toBe('json')
  expect(run('{app="x"} | logfmt', 'a=1 a=2')[0]?.get('a')).toBe('1')
})

test('a comparison drops a line without the label, broken or not', () => {
  expect(texts('{app="x"} | json | req_ms > 5', 'oops', plain, order)).toEqual([order])
})

test.each([
  ['a=1 =x b="open c=3', { a: '1' }, 'pos 5', "unexpected '='"],
  ['é=1 b="open', { é: '1' }, 'pos 13', 'unterminated quoted value'],
  ['k==v "q"=1 y=2', { y: '2' }, 'pos 3', "unexpected '='"],
  ['a=1,b=2 c=3', { c: '3' }, 'pos 6', "unexpected '='"],
])(
  'logfmt takes of %s what is a pair, and strictly stops where none is',
  (line, found, at, why) => {
    const pairs = Object.entries(found).map(([key, value]) => [key.replace('é', '_'), value])
    const strict = run('{app="x"} | logfmt --strict', line)[0]

    expect(run('{app="x"} | logfmt', line)[0]?.parsed).toEqual(Object.fromEntries(pairs))
    expect(strict?.get('__error_details__')).toBe(`logfmt syntax error at ${at} : ${why}`)
  },
)

test('a line that is no JSON object stays, with the error as a label', () => {
  const [broken, list, fine] = run('{app="x"} | json', 'oops', '[1]', plain)

  expect(broken?.labels).toMatchObject({ app: 'x', __error__: 'JSONParserErr' })
  expect(list?.get('__error__')).toBe('JSONParserErr')
  expect(fine?.get('__error__')).toBeUndefined()
  expect(texts('{app="x"} | json | __error__=""', 'oops', plain)).toEqual([plain])
})

test('logfmt makes labels of pairs, quoted ones too', () => {
  const line = 'level=warn msg="it \\"is\\" late" took=15ms flag empty= a.b=c'

  expect(run('{app="x"} | logfmt', line)[0]?.parsed).toEqual({
    level: 'warn',
    msg: 'it "is" late',
    took: '15ms',
    a_b: 'c',
  })
  expect(run('{app="x"} | logfmt lvl="level", took', line)[0]?.parsed).toEqual({
    lvl: 'warn',
    took: '15ms',
  })
})

test.each([
  ['level="ERROR"', [order]],
  ['level=~"(?i)err.*"', [order]],
  ['level!="ERROR"', [plain]],
  ['req_ms > 12', [order]],
  ['req_ms <= 3', [plain]],
  ['req_ms == 3', [plain]],
  ['req_ms != 3', [order]],
  ['took > 1s', [order]],
  ['took <= 20ms', [plain]],
  ['size >= 1MB', [plain]],
  ['size < 3KiB', [order]],
  ['level="info" or ok="true"', [order, plain]],
  ['level="info" or ok="true" and req_ms < 5', [plain]],
  ['level="info" or ok="true" and req_ms > 5', [order, plain]],
  ['req_ms > 5 and ok="true" or level="info"', [order, plain]],
  ['(level="info" or ok="true") and req_ms > 5', [order]],
  ['level="info", req_ms > 5', []],
  ['nope > 1', []],
  ['nope=""', [order, plain]],
  ['msg > 5', [order, plain]],
  ['msg > 5 | __error__=""', []],
])('label filter after json: %s', (filter, found) => {
  expect(texts(`{app="x"} | json | ${filter}`, order, plain)).toEqual(found)
})

test('label filters test structured metadata without a parser, also in front of a line filter', () => {
  const mine = { text: 'mine', metadata: { trace_id: 't1', span_id: 's' } }
  const other = { text: 'other', metadata: { trace_id: 't2' } }

  expect(texts('{app="x"} | trace_id="t1"', mine, other, 'none')).toEqual(['mine'])
  expect(texts('{app="x"} | trace_id=~"t." |= "oth"', mine, other, 'none')).toEqual(['other'])
  expect(texts('{app="x"} | trace_id=""', mine, other, 'none')).toEqual(['none'])
  expect(texts('{app="x"} | json | trace_id="t1"', mine, other)).toEqual(['mine'])
})

test('a trace_id that json makes is found as well', () => {
  expect(
    texts('{app="x"} | json | trace_id="t1"', '{"trace_id":"t1"}', '{"trace_id":"t2"}'),
  ).toEqual(['{"trace_id":"t1"}'])
})

test('line_format, label_format and drop rewrite what follows them', () => {
  const query =
    '{app="x"} | json | line_format "{{.level | ToLower}}: {{ .msg }}{{.nope}} {{__line__}}" |= "error:" | label_format verb=req_method, both="{{.verb}}-{{.ok}}" | drop level, ok="true", msg="other"'
  const [entry] = run(query, { text: order, metadata: { trace_id: 't' } })

  expect(entry?.text).toBe(`error: order placed ${order}`)
  expect(entry?.labels).toMatchObject({
    verb: 'POST',
    both: 'POST-true',
    msg: 'order placed',
    trace_id: 't',
  })
  expect(Object.keys(entry?.labels ?? {})).not.toContain('req_method')
  expect(entry?.get('level')).toBeUndefined()
  expect(entry?.get('ok')).toBeUndefined()
})

test.each([
  ['', /line 1, col 1: expected a query/],
  ['{', /col 2: syntax error: unexpected the end of the query/],
  ['{a="b"', /unexpected the end/],
  ['{a="b",}', /col 8: syntax error: unexpected "}"/],
  ['{a=b}', /col 4: syntax error: unexpected "b}"/],
  ['{a="b"} x', /unexpected "x"/],
  ['{a="b"}\n|= x', /line 2, col 4/],
  ['{}', /syntax error/],
  ['{a=~".*"}', /does not have an empty-compatible value/],
  ['{a!="b"}', /at least one regexp or equality matcher/],
  ['{a=~"("}', /error parsing regexp/],
  ['{a=~"a(?=b)"}', /error parsing regexp: invalid or unsupported Perl syntax/],
  ['{a="b"} |> "<_><_> x"', /invalid pattern: found consecutive captures/],
  ['{a="b"} |> "<name> x"', /named captures are not allowed in a filter: <name>/],
  ['{a="b"} |= ip("x")', /ip\("x"\): expected .* an address, range or CIDR/],
  ['{a="b"} |~ ip("1.2.3.4")', /syntax error|expected \|= or !=/],
  ['{a="b"} | x=ip("1.2.3.4/99")', /expected an address, a range or a CIDR/],
  ['{a="b"} | regexp "(.)"', /at least one named capture must be supplied/],
  ['{a="b"} | regexp "(?P<x>"', /error parsing regexp: missing closing \)/],
  ['{a="b"} | pattern "<_> x"', /at least one capture is required/],
  ['{a="b"} | pattern "<x><y>"', /found consecutive captures <x><y>/],
  ['{a="b"} | pattern "<x> <x>"', /duplicate capture name \(x\)/],
  [
    '{a="b"} | line_format "{{ if .x }}y"',
    /invalid template: unexpected EOF: expected \{\{end\}\}/,
  ],
  ['{a="b"} | line_format "{{ nope .x }}"', /invalid template: function "nope" not defined/],
  ['{a="b"} | line_format "{{ .x | }}"', /invalid template: missing value for command/],
  ['{a="b"} | label_format x="{{ end }}"', /invalid template: unexpected \{\{end\}\}/],
  ['sum_over_time({a="b"}[5m])', /invalid aggregation sum_over_time without unwrap/],
  ['count_over_time({a="b"} | unwrap x [5m])', /invalid aggregation count_over_time with unwrap/],
  ['sum_over_time({a="b"} | unwrap x [5m]) by (y)', /grouping not allowed for sum_over_time/],
  ['quantile_over_time({a="b"} | unwrap x [5m])', /parameter required .* quantile_over_time/],
  ['avg_over_time(2, {a="b"} | unwrap x [5m])', /parameter 2 not supported .* avg_over_time/],
  ['rate_counter({a="b"} | unwrap x [5m])', /rate_counter: not supported by this backend/],
  ['approx_topk(3, rate({a="b"}[5m]))', /approx_topk: not supported by this backend/],
  ['vector(1) or 2', /unexpected literal for right leg of logical\/set binary operation \(or\)/],
  ['vector(1) and on(x) group_left vector(2)', /no grouping allowed for "and"/],
  ['rate({a="b"}[5m]) offset 5m', /syntax error/],
  ['rate({a="b"})', /syntax error/],
  ['rate({a="b"}[5])', /syntax error/],
  ['{a="b"} | label_format x=y, x=z', /multiple label name 'x'/],
  ['{a="b"} | line_format "{{.x"', /unclosed action/],
  ['{a="b"} | json x="..["', /cannot parse expression/],
  ['rate({a="b"}[5m]) by (x)', /grouping not allowed for rate/],
  ['topk(sum(rate({a="b"}[5m])))', /parameter expected|syntax error/],
  ['topk(0, rate({a="b"}[5m]))', /must be greater than 0/],
  [
    'label_replace(rate({a="b"}[5m]), "a-b", "$1", "c", "d")',
    /invalid label name in label_replace/,
  ],
  ['label_replace(rate({a="b"}[5m]), "a", "$1", "c", "(")', /error parsing regexp/],
  [`${'('.repeat(30_000)}rate({a="b"}[5m])${')'.repeat(30_000)}`, /nested too deeply|syntax error/],
  [`{a="${'x'.repeat(140_000)}"}`, /input size too long/],
])('%.60s is refused with its reason', (query, reason) => {
  expect(() => parseLogql(query)).toThrow(reason)
})

test.each([
  '{'.repeat(100_000),
  `{a="${'\\"'.repeat(60_000)}`,
  `{a="b"} | x > 1${' '.repeat(100_000)}`,
  `{a="b"} |= \`${'x = 1 '.repeat(20_000)}`,
  `{a="b"} | label_format x="{{ toDate \`${'1'.repeat(60)}x\` \`${'1'.repeat(60)}\` }}"`,
])('%.40s of a hostile length is read at once', (query) => {
  const started = process.threadCpuUsage()
  try {
    run(query, 'a')
  } catch (error) {
    expect(String(error)).toMatch(/parse error/)
  }

  expect(process.threadCpuUsage(started).user).toBeLessThan(2_000_000)
})
