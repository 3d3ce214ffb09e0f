import { expect, test } from 'vitest'
import { flagWords } from './flag-words.ts'

test('flags are said in words', () => {
  expect(['00', '01', '02', '03'].map(flagWords)).toEqual([
    'not sampled',
    'sampled',
    'not sampled, random id',
    'sampled, random id',
  ])
})
