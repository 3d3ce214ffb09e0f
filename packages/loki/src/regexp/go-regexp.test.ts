import { expect, test } from 'vitest'
import { goRegExp } from './go-regexp.ts'

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
])('%s means what it means in RE2', (source, hits, misses) => {
  const pattern = goRegExp(source, { anchored: false })

  expect(hits.filter((text) => !pattern.test(text))).toEqual([])
  expect(misses.filter((text) => pattern.test(text))).toEqual([])
})

test('an anchored pattern meets the whole value, each alternative of it, newlines too', () => {
  const pattern = goRegExp('a|b.c', { anchored: true })

  expect(['a', 'b\nc', 'ab', 'xa'].map((text) => pattern.test(text))).toEqual([
    true,
    true,
    false,
    false,
  ])
})

test.each([
  'a(?=b)',
  'a(?!b)',
  '(?<=a)b',
  '(?<!a)b',
  '(a)\\1',
  '\\C',
  '(?U)a+',
  '(',
  ')',
  '[',
  'a**',
  '*',
  '\\',
  '[[:nope:]]',
  '[[:^alpha:]]',
  '\\p{Nope}',
  'x{2,1}',
  '\\x{110000}',
])('%s is refused', (source) => {
  expect(() => goRegExp(source, { anchored: false })).toThrow(/error parsing regexp/)
})
