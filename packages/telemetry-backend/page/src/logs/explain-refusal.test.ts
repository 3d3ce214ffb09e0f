import { expect, test } from 'vitest'
import { explainRefusal, queryForWords } from './explain-refusal.ts'

test.each([
  [
    '{service_name=',
    'parse error at line 1, col 15: syntax error: unexpected the end of the query',
    'The query is not finished at its end.',
  ],
  [
    '{a="b"} !! "x"',
    'parse error at line 1, col 9: syntax error: unexpected !',
    'The query cannot be read from “!! "x"” on: unexpected !.',
  ],
  [
    '{a=~".*"}',
    'parse error : queries require at least one regexp or equality matcher that …',
    'The braces have to name a label that is not empty, such as {service_name=~".+"}.',
  ],
  ['{a="b"} | unwrap x', 'unwrap is not supported here', 'unwrap is not supported here'],
])('%s is refused in plain words', (query, answer, words) => {
  expect(explainRefusal(query, answer)).toBe(words)
})

test('words that are no query lead to the query for lines that say them', () => {
  expect(queryForWords(' say "hi" ')).toBe('{service_name=~".+"} |= "say \\"hi\\""')
  expect(queryForWords('{a="b"')).toBeUndefined()
})
