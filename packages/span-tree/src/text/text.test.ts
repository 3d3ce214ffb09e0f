import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyContract } from './arbitrary.ts'
import { parseSpanTree } from './parse.ts'
import { printSpanTree } from './print.ts'
import { SpanTreeSyntaxError } from './syntax-error.ts'

test('what is printed is read back as the very same contract', () => {
  fc.assert(
    fc.property(anyContract, (contract) => {
      expect(parseSpanTree(printSpanTree(contract))).toEqual(contract)
    }),
    { numRuns: 500 },
  )
})

test('a text in its usual spelling is printed as it was written', () => {
  const text = `in order
gateway: POST /orders [server] {http.response.status_code=201}
  gateway: auth_check
  gateway: POST [client] {url.full="http://users/a b", !error.type, http.route, id=<uuid>} x1..3 !error
    in order
    users: GET /users/:id [server] {url.path~/^\\/users\\/\\d+$/i} ?
      users: pg.query:SELECT users [client] x2
      ...
  ~ orders: process order.placed [consumer]
    "my service": "a [b]"
`

  expect(printSpanTree(parseSpanTree(text))).toBe(text)
})

test('comments, blank lines, indentation of the whole, CRLF and a BOM are left out', () => {
  const text = `\uFEFF
    # a comment
    a: root [internal] x1  # 12.3 ms

  # wherever it stands
      b: child name   # two words
      # the end
  `.replaceAll('\n', '\r\n')

  expect(printSpanTree(parseSpanTree(text))).toBe('a: root\n  b: child name\n')
})

test('spaces around the parts of an attribute mean nothing', () => {
  const text = 'a: b { k = v , ! j , l ~ /x/ , "m" }'

  expect(printSpanTree(parseSpanTree(text))).toBe('a: b {k=v, !j, l~/x/, m}\n')
})

test.each([
  [undefined, 'undefined'],
  [null, 'null'],
  [Buffer.from('a: b'), 'object'],
])('what is no text is refused: %o', (value, got) => {
  const parse = parseSpanTree as (text: unknown) => unknown

  expect(() => parse(value)).toThrow(new TypeError(`expected a contract as text, got ${got}`))
})

test('a line without annotations asks for one internal span that did not fail', () => {
  const line = parseSpanTree('a: b#c: d').roots.lines[0]

  expect(line).toEqual({
    service: 'a',
    name: 'b#c: d',
    kind: 'internal',
    attributes: [],
    count: { min: 1, max: 1 },
    failed: false,
    linked: false,
    children: { ordered: false, open: false, lines: [] },
  })
})

describe('a mistake is named with its place', () => {
  test.each([
    ['', 1, 1, 'at least one line'],
    ['  # nothing\n', 1, 1, 'at least one line'],
    ['in order', 1, 1, 'at least one line'],
    ['a', 1, 2, '":" after the service name'],
    ['a:b', 1, 3, 'a space and the name'],
    ['a: [server]', 1, 4, 'the name of a span'],
    ['a:', 1, 3, 'a space and the name'],
    ['a: "b', 1, 6, 'a closing quote'],
    ['a: "\\x"', 1, 4, 'a JSON string'],
    ['a: b [sever]', 1, 6, 'one of [internal], [server]'],
    ['a: b [server][client]', 1, 14, 'a space'],
    ['a: b [server] [client]', 1, 15, 'only one kind'],
    ['a: b !eror', 1, 6, '!error'],
    ['a: b x0', 1, 6, 'a count of 1 or more'],
    ['a: b x1000001', 1, 6, 'a count of at most 1000000'],
    [`a: b x1..${'9'.repeat(400)}`, 1, 6, 'a count of at most 1000000'],
    ['a: b x3..2', 1, 6, 'the smaller count first'],
    ['a: b x2 ?', 1, 9, 'only one count'],
    ['a: b {k} {j}', 1, 10, 'only one {...} on a line'],
    ['a: b !error !error', 1, 13, 'only one !error on a line'],
    ['a: b\tc', 1, 5, 'control characters in JSON strings alone'],
    ['a\u0007: b', 1, 2, 'control characters in JSON strings alone'],
    ['a: b\r  c: d', 1, 5, 'control characters in JSON strings alone'],
    ['a: b {k=v\u0000}', 1, 10, 'control characters in JSON strings alone'],
    ['a: b {}', 1, 7, 'an attribute key'],
    ['a: b {k=}', 1, 9, 'a value'],
    ['a: b {k=v', 1, 10, '"," or "}"'],
    ['a: b {k=<uid>}', 1, 9, '<uuid>, <int>, <hex>, <duration>, <any>'],
    ['a: b {k~x}', 1, 9, 'a regular expression like /text/'],
    ['a: b {k~/x}', 1, 12, '"/" at the end'],
    ['a: b {k~/(/}', 1, 9, 'a regular expression (SyntaxError'],
    ['a: b\n c: d', 2, 2, 'two spaces for each level'],
    ['a: b\n    c: d', 2, 5, 'at most 2 spaces more'],
    ['a: b\n\tc: d', 2, 1, 'spaces to indent with'],
    ['  a: b\nc: d', 2, 1, 'no less indentation'],
    ['a: b\n  c: d\n  in order', 3, 3, '"in order" once, above'],
    ['~ a: b', 1, 1, 'a line above'],
    ['...', 1, 1, 'a span (... stands below'],
  ])('%j', (text, line, column, expected) => {
    const parse = () => parseSpanTree(text)

    expect(parse).toThrow(SpanTreeSyntaxError)
    expect(parse).toThrow(expect.objectContaining({ line, column }))
    expect(parse).toThrow(expected)
  })

  test('the message shows the line with a caret below the place', () => {
    expect(() => parseSpanTree('a: root\n  b: child [sever] x2')).toThrow(
      new SpanTreeSyntaxError(
        { source: '  b: child [sever] x2', line: 2, column: 12 },
        'one of [internal], [server], [client], [producer], [consumer]',
        '"[sever] x2"',
      ),
    )
    const caret = /\n {2}b: child \[sever\] x2\n {11}\^$/
    expect(() => parseSpanTree('a: root\n  b: child [sever] x2')).toThrow(caret)
  })

  test('of a long line only what is around the place is shown', () => {
    const long = `a: ${'b'.repeat(5_000)} [sever] # ${'c'.repeat(5_000)}`
    const rows = messageOf(() => parseSpanTree(long)).split('\n')

    expect(rows.at(-2)).toHaveLength(206)
    expect(rows.at(-2)?.indexOf('[sever]')).toBe(rows.at(-1)?.indexOf('^'))
  })

  test('more than 500 levels are refused', () => {
    const text = Array.from({ length: 501 }, (_, level) => `${'  '.repeat(level)}a: b`).join('\n')

    expect(() => parseSpanTree(text)).toThrow('line 501, column 1001: expected at most 500 levels')
  })
})

function messageOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return String(error)
  }
  throw new Error('expected an error')
}
