import { expect, test } from 'vitest'
import { changedFields, readTraceparent } from './traceparent.ts'

const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
const parent = '00f067aa0ba902b7'

test('a traceparent is four fields', () => {
  expect(readTraceparent(`00-${trace}-${parent}-01`)).toEqual({
    version: '00',
    traceId: trace,
    parentId: parent,
    flags: '01',
  })
})

test('a later version may say more, which is not read', () => {
  expect(readTraceparent(`cc-${trace}-${parent}-01-what-comes`)?.parentId).toBe(parent)
})

test.each([
  ['an empty one', ''],
  ['version 00 with more behind its flags', `00-${trace}-${parent}-01-extra`],
  ['a trace id cut to 64 bits', `00-${trace.slice(16)}-${parent}-01`],
  ['upper case', `00-${trace.toUpperCase()}-${parent}-01`],
  ['the trace id that means none', `00-${'0'.repeat(32)}-${parent}-01`],
  ['the parent id that means none', `00-${trace}-${'0'.repeat(16)}-01`],
  ['the version that is forbidden', `ff-${trace}-${parent}-01`],
])('%s is no traceparent', (_what, text) => {
  expect(readTraceparent(text)).toBeUndefined()
})

test('what a proxy rewrote is named', () => {
  const sent = { version: '00', traceId: trace, parentId: parent, flags: '01' }

  expect(changedFields(sent, { ...sent, flags: '00', parentId: trace.slice(0, 16) })).toEqual([
    'parent id',
    'flags',
  ])
})
