import { expect, test } from 'vitest'
import { pushed } from '../testing/pushed.ts'

// https://grafana.com/docs/loki/latest/query/template_functions/ and Go's text/template beneath it.

const line =
  'path=/api/x err=ErrTimeout n=12 f=2.5 took=1m30s size=5KB day=2021-11-02 ms=1679577215000 text="  a b "'

async function written(template: string, text = line): Promise<string | undefined> {
  const { lines } = await pushed({ lines: [text] })
  const [found] = await lines(`{job="docs"} | logfmt | line_format \`${template}\``)
  return found?.line
}

test.each([
  // These answers are those of the page.
  ['{{ alignLeft 5 "hello world"}}', 'hello'],
  ['{{ alignLeft 5 "hi"}}', 'hi   '],
  ['{{ alignRight 5 "hello world"}}', 'world'],
  ['{{ alignRight 5 "hi"}}', '   hi'],
  ['{{ default "-" "" }}', '-'],
  ['{{ default "-" "foo" }}', 'foo'],
  ['{{ .nope | default "-" }}', '-'],
  ['{{ lower "HELLO"}}', 'hello'],
  ['{{ upper "hello"}}', 'HELLO'],
  ['{{ repeat 3 "hello" }}', 'hellohellohello'],
  ['{{ replace "hello" "world" "hello world" }}', 'world world'],
  ['{{ substr 0 5 "hello world"}}', 'hello'],
  ['{{ substr 6 11 "hello world"}}', 'world'],
  ['{{ title "hello world"}}', 'Hello World'],
  ['{{ trim "   hello    " }}', 'hello'],
  ['{{ trimAll "$" "$5.00" }}', '5.00'],
  ['{{ trimPrefix "-" "-hello" }}', 'hello'],
  ['{{ trimSuffix "-" "hello-" }}', 'hello'],
  ['{{ trunc 5 "hello world"}}', 'hello'],
  ['{{ trunc -5 "hello world"}}', 'world'],
  ['{{ if contains "he" "hello" }} yes {{end}}', ' yes '],
  ['{{ if eq "hello" "hello" }} yes {{end}}', ' yes '],
  ['{{ if hasPrefix "he" "hello" }} yes {{end}}', ' yes '],
  ['{{ if and (contains "he" "hello") (contains "llo" "hello") }} yes {{end}}', ' yes '],
  ['{{ if or (contains "xx" "hello") (contains "llo" "hello") }} yes {{end}}', ' yes '],
  [
    '{{ if contains "Nope" .err }} timeout {{else if contains "he" "hello"}} yes {{else}} no {{end}}',
    ' yes ',
  ],
  ['{{ add 3 2 5 }}', '10'],
  ['{{ addf 3.5 2 5 }}', '10.5'],
  ['{{ ceil 123.001 }}', '124'], // the page has 124.0, which Go does not write
  ['{{ div 10 2}}', '5'],
  ['{{ divf 10 2 4}}', '1.25'],
  ['{{ "3.5" | float64 }}', '3.5'],
  ['{{ floor 123.9999 }}', '123'],
  ['{{ "3" | int }}', '3'],
  ['{{ max 1 2 3 }}', '3'],
  ['{{ maxf 1 2.5 3 }}', '3'],
  ['{{ min 1 2 3 }}', '1'],
  ['{{ minf 1 2.5 3 }}', '1'], // the page has 1.5
  ['{{ mul 5 2 3}}', '30'],
  ['{{ mulf 5.5 2 2.5 }}', '27.5'],
  ['{{ mod 10 3}}', '1'],
  ['{{ round 123.555555 3 }}', '123.556'],
  ['{{ round 123.88571428571 5 .2 }}', '123.88572'],
  ['{{ round 123.88571428571 5 }}', '123.88571'],
  ['{{ sub 5 2 }}', '3'],
  ['{{ subf  5.5 2 1.5 }}', '2'],
  ['{{ count "a|b" "abab" }}', '4'],
  ['{{ count "o" "foo" }}', '2'],
  ['{{ __line__ | count "=" }}', '9'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Go's
  ['{{ regexReplaceAll "(a*)bc" "xaabcx" "${1}a" }}', 'xaaax'],
  ['{{ regexReplaceAllLiteral "(ts=)" "ts=1" "$1timestamp=" }}', '$1timestamp=1'],
  ['{{ .path | replace "/" "_" | trunc 5 | upper }}', '_API_'],
  ['{{ printf "The IP address was %s" "129.168.1.1" }}', 'The IP address was 129.168.1.1'],
  ['{{ printf "%-12.9s" .path}}|{{printf "%-5.5s" "GET"}}|', '/api/x      |GET  |'],
  ['{{ printf "%15.4s" .path }}', '           /api'],
  ['{{ fromJson "{\\"foo\\": 55}" }}', 'map[foo:55]'],
  [
    '{{ range $q := fromJson "[{\\"query\\":\\"a\\"},{\\"query\\":\\"b\\"}]" }} {{ $q.query }} {{ end }}',
    ' a  b ',
  ],
  ['{{ toDate "2006-01-02" "2021-11-02" }}', '2021-11-02 00:00:00 +0000 UTC'],
  ['{{ toDateInZone "2006-01-02" "UTC" "2021-11-02" | unixEpoch }}', '1635811200'],
  ['{{ date "2006-01-02" (unixToTime "1679577215") }}', '2023-03-23'],
  ['{{ unixToTime .ms | unixEpochMillis }}', '1679577215000'],
  // These follow from what the page says of each other function.
  ['{{ .path | b64enc }} {{ "aGk=" | b64dec }}', 'L2FwaS94 hi'],
  ['{{ .size | bytes }} {{ duration .took }} {{ .took | duration_seconds }}', '5000 90 90'],
  ['{{ indent 2 "a\\nb" }}', '  a\n  b'],
  ['{{ nindent 2 "a" }}', '\n  a'],
  ['{{ urlencode "a b/ü" }} {{ urldecode "a+b%2F%C3%BC" }}', 'a+b%2F%C3%BC a b/ü'],
  ['{{ Replace "a\\nb\\nc" "\\n" "" -1 }} {{ Replace "aaa" "a" "b" 2 }}', 'abc bba'],
  ['{{ ToUpper "a" }}{{ ToLower "B" }}{{ Trim "xax" "x" }}{{ TrimLeft "xax" "x" }}', 'Abaax'],
  ['{{ TrimRight "xax" "x" }}{{ TrimPrefix "xax" "x" }}{{ TrimSuffix "xax" "x" }}', 'xaaxxa'],
  ['[{{ TrimSpace .text }}]', '[a b]'],
  [
    '{{ unixEpochNanos (toDate "2006-01-02T15:04:05Z07:00" "2021-11-02T10:00:00.5+02:00") }}',
    '1635840000500000000',
  ],
  [
    '{{ toDateInZone "2006-01-02 15:04" "Europe/Berlin" "2021-07-01 12:00" | unixEpoch }}',
    '1625133600',
  ],
  [
    '{{ toDateInZone "2006-01-02 15:04" "Europe/Berlin" "2021-07-01 12:00" | date "15:04 -0700" }}',
    '12:00 +0200',
  ],
  [
    '{{ date "Mon Jan _2 3:04PM 2006 .000" (unixToTime "1679577215123") }}',
    'Thu Mar 23 1:13PM 2023 .123',
  ],
  [
    '{{ date "Monday, 02-Jan-06 002 05.999Z07:00" (toDate "2006" "2024") }}',
    'Monday, 01-Jan-24 001 00Z',
  ],
  // These are functions of Go itself.
  ['{{- " a " -}} b', ' a b'],
  ['x {{- /* nothing */ -}} y', 'xy'],
  ['{{ $x := .n }}{{ $x }}{{ if true }}{{ $x = "in" }}{{ end }}{{ $x }}', '12in'],
  ['{{ with .path }}{{ . }}{{ end }}{{ with .nope }}x{{ else }}none{{ end }}', '/api/xnone'],
  [
    '{{ range $i, $v := fromJson "[7,8,9]" }}{{ if eq $i 2 }}{{ break }}{{ end }}{{ $i }}:{{ $v }} {{ end }}',
    '0:7 1:8 ',
  ],
  ['{{ range fromJson "[]" }}x{{ else }}empty{{ end }}', 'empty'],
  [
    '{{ len .path }} {{ index (fromJson "{\\"a\\":[1,2]}") "a" 1 }} {{ (fromJson "{\\"a\\":{\\"b\\":1}}").a.b }}',
    '6 2 1',
  ],
  [
    '{{ not true }} {{ ne 1 2 }} {{ lt 1 2 }} {{ ge "b" "a" }} {{ eq 1 2 1 }}',
    'false true true true true',
  ],
  ['{{ print .n 1 true nil }}{{ println "a" "b" }}', '121true<no value>a b\n'],
  [
    '{{ printf "%05d|%x|%v|%q|%t|%.2f|%e|%%|%5t" 42 255 .f "a" true 3.14159 1500.0 false }}',
    '00042|ff|2.5|"a"|true|3.14|1.500000e+03|%|false',
  ],
  [
    '{{ printf "%d" "x" }} {{ printf "%s" }} {{ printf "" 1 }}',
    '%!d(string=x) %!s(MISSING) %!(EXTRA int64=1)',
  ],
  ['{{ addf 0.1 0.2 }} {{ mulf 1e21 10 }} {{ divf 1 3 }}', '0.3 1e+22 0.3333333333333333'],
  ['{{ "a`b" }}'.replace('`', "'"), "a'b"],
  ['{{ .path }}/{{ .nope }}/{{ $.path }}', '/api/x///api/x'],
])('%s', async (template, expected) => {
  expect(await written(template)).toBe(expected)
})

test.each([
  ['{{ div 1 0 }}', 'division by zero'],
  ['{{ trunc "a" "b" }}', 'wrong type for value; expected int; got string'],
  ['{{ .path.x }}', "can't evaluate field x in type string"],
  ['{{ repeat 1000000 "aaaaaaaaaa" }}', /at most 65536 characters, got 10000000/],
  ['{{ lt 1 "a" }}', 'incompatible types for comparison'],
  ['{{ regexReplaceAll "(" "a" "b" }}', /error parsing regexp: missing closing/],
  ['{{ unixToTime "12" }}', /unable to parse time '12'/],
  ['{{ duration .path }}', /invalid duration/],
  ['{{ replace "a" }}', 'wrong number of args for replace: want 3 got 1'],
  ['{{ index (fromJson "[1]") 5 }}', 'index out of range: 5'],
  [
    `{{ $l := fromJson "[${'1,'.repeat(99)}1]" }}${'{{ range $l }}'.repeat(5)}${'{{ end }}'.repeat(5)}`,
    /at most 100000 steps a line/,
  ],
  ['{{__line__}}'.repeat(10_500), /at most 1048576 characters/],
])('%.60s leaves the line and marks it', async (template, reason) => {
  const { lines } = await pushed({ lines: [line] })

  const [found] = await lines(`{job="docs"} | line_format \`${template}\``)

  expect(found).toMatchObject({ line, labels: { __error__: 'TemplateFormatErr' } })
  expect(found?.labels.__error_details__).toMatch(reason)
})

test('labels are formatted by the same templates, and the time of a line is one of their values', async () => {
  const { labels } = await pushed({ lines: ['createDate=2021-11-02 limit=5'] })
  const query =
    '{job="docs"} | logfmt | label_format nowEpoch=`{{(unixEpoch now)}}`,createDateEpoch=`{{unixEpoch (toDate "2006-01-02" .createDate)}}` | label_format dateTimeDiff=`{{sub .nowEpoch .createDateEpoch}}` | dateTimeDiff > 86400'

  expect(await labels(query)).toMatchObject([{ createDateEpoch: '1635811200' }])
  const [stamped] = await labels(
    '{job="docs"} | label_format day=`{{__timestamp__ | date "2006-01-02"}}`',
  )
  expect(stamped?.day).toBe(new Date().toISOString().slice(0, 10))
})

test('a query that was shortened is one column of a table', async () => {
  const entry =
    'level=info ts=2020-10-23T20:32:18.094668233Z caller=metrics.go:81 traceID=1980d41501b57b68 query="{cluster=\\"ops-tools1\\"}\\n|= \\"query_range\\"" duration=650.22401ms'
  const { lines } = await pushed({ lines: [entry] })
  const query = `{job="docs"}
    |= "metrics.go" != "loki-canary"
    | logfmt
    | query != ""
    | label_format query="{{ Replace .query \\"\\\\n\\" \\"\\" -1 }}"
    | line_format "{{ .ts}}\\t{{.duration}}\\ttraceID = {{.traceID}}\\t{{ printf \\"%-50.100s\\" .query }}|"`

  expect((await lines(query)).map(({ line }) => line)).toEqual([
    `2020-10-23T20:32:18.094668233Z\t650.22401ms\ttraceID = 1980d41501b57b68\t${'{cluster="ops-tools1"}|= "query_range"'.padEnd(50)}|`,
  ])
})
