import { expect, test } from 'vitest'
import { startReceiver } from './receiver/receiver.ts'
import { testTraceId } from './testing.ts'
import { toTraceId } from './trace-id.ts'

test('an id is read in capitals and at half its length too', () => {
  expect(toTraceId(testTraceId.toUpperCase())).toBe(testTraceId)
  expect(toTraceId('00f067aa0ba902b7')).toBe(`${'0'.repeat(16)}00f067aa0ba902b7`)
})

test.each(['xyz', '', `${testTraceId}0`, undefined, 7])('%j is no id', async (id) => {
  const problem = new TypeError(
    `expected a trace id of 32 hex digits, got ${typeof id === 'string' ? JSON.stringify(id) : id}`,
  )
  await using receiver = await startReceiver()

  expect(() => toTraceId(id)).toThrow(problem)
  expect(() => receiver.trace(String(id))).toThrow('expected a trace id of 32 hex digits')
})
