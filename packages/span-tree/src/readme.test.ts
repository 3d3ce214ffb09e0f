import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

/** Each example in the README stands behind a comment that names its file. */
const shown = [...read('README.md').matchAll(/<!-- (examples\/\S+) -->\n```\w+\n([\s\S]*?)```/g)]

test.each(shown.map(([, file = '', text]) => [file, text]))(
  '%s is what the README shows',
  (file, text) => {
    expect(text).toBe(read(file))
  },
)

test('the examples are shown, each test in under 20 lines', () => {
  const tests = shown.filter(([, file]) => file?.includes('test'))

  expect(shown).toHaveLength(4)
  expect(tests).toHaveLength(2)
  for (const [, , text = ''] of tests) expect(text.trimEnd().split('\n').length).toBeLessThan(20)
})
