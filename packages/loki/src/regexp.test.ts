import { expect, test } from 'vitest'
import { compile, findsIn, meetsWhole } from './regexp.ts'

test.each<[string, string[], string[]]>([
  ['a.c', ['abc', 'xabcx'], ['a\nc']],
  ['(?s)a.c', ['a\nc'], []],
  ['(?i)abc', ['ABC'], []],
  ['a(?i)b|c', ['aB', 'C'], ['AB']],
  ['a(?i:b)c', ['aBc'], ['aBC']],
  ['(x(?i)y)z', ['xYz'], ['xYZ']],
  ['(?i)a(?-i)b', ['Ab'], ['AB']],
  ['(?P<name>x+)(?<more>y)', ['xxy'], []],
  ['^[[:alpha:]_]+$', ['ab_'], ['a1']],
  ['^[^[:digit:]]+$', ['ab'], ['a1']],
  ['^[]x]+$', ['x]'], ['y']],
  ['^[a/b[]$', ['/', '['], ['c']],
  ['^\\pL+$', ['é'], ['1']],
  ['^\\p{Greek}$', ['λ'], ['l']],
  ['^[\\p{Lu}\\d]+$', ['A1'], ['a']],
  ['^\\PL$', ['1'], ['a']],
  ['\\Qa.b(\\E+', ['a.b((', 'xa.b('], ['aXb(']],
  ['\\Aab\\z', ['ab'], ['ab\n', 'xab']],
  ['^\\s$', [' ', '\t'], ['\u00a0', '\v']],
  ['{"a":\\d{2,3}}', ['{"a":123}'], ['{"a":1}']],
  ['a{,2}', ['a{,2}'], ['aa']],
  ['\\x41\\x{1F600}\\101', ['A😀A'], []],
  ['^.$', ['😀'], ['ab']],
  ['\\"\\-\\:\\/\\@\\_', ['"-:/@_'], []],
  ['x*?y+?z??', ['xy'], ['x']],
  ['\\bfoo\\b', ['a foo b'], ['food']],
  ['^[[:^alpha:]]$', ['1'], ['a']],
  ['^(?U)a+', ['a'], ['b']],
])('%s means what it means in RE2', (source, hits, misses) => {
  const finds = findsIn(source)

  expect(hits.filter((text) => !finds(text))).toEqual([])
  expect(misses.filter(finds)).toEqual([])
})

test('an anchored pattern meets the whole value, each alternative of it, newlines too', () => {
  const meets = meetsWhole('a|b.c')

  expect(['a', 'b\nc', 'ab', 'xa'].map(meets)).toEqual([true, true, false, false])
})

test.each([
  'a(?=b)',
  'a(?!b)',
  '(?<=a)b',
  '(?<!a)b',
  '(a)\\1',
  '\\C',
  '(',
  ')',
  '[',
  'a**',
  '*',
  '\\',
  '[[:nope:]]',
  '\\p{Nope}',
  'x{2,1}',
  '\\x{110000}',
])('%s is refused', (source) => {
  expect(() => findsIn(source)).toThrow(/^parse error : error parsing regexp: /)
  expect(() => meetsWhole(source)).toThrow(/^parse error : error parsing regexp: /)
})

test('a pattern that would backtrack for ever ends at once', () => {
  expect(findsIn('(a+)+$')(`${'a'.repeat(100_000)}!`)).toBe(false)
})

test.each([
  'error',
  '(?i)error',
  '(?i)kiss|timeout',
  'refused|error|lost',
  'status=(4|5)\\d\\d',
  '(?i)(err|warn)ing: x',
  'a\\.b|(?:c|d)',
  '"level":"(error|warn)"',
  '/orders/\\d',
])('%s, which JavaScript searches for, finds what RE2 finds', (source) => {
  const texts = [
    'error',
    'ERROR',
    'Error\n',
    'no error:',
    'kiss',
    'KIſS',
    '\u212Aiss',
    'lost',
    'los',
  ]
  texts.push('status=404', 'status=304', 'ERRing: X', 'warning: x', 'a.b', 'axb', 'c', '')
  texts.push('{"level":"warn"}', '{"level":"info"}', '/orders/7', '/orders/٣', 'e\u0301rror')

  expect(texts.filter(findsIn(source))).toEqual(texts.filter((text) => compile(source).test(text)))
})
