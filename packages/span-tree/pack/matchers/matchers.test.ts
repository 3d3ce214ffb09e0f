import { readTraces } from '@onetrace/span-tree'
import { expect, test } from 'vitest'
import '@onetrace/span-tree/vitest'

const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'work' }
const request = { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }
const [trace] = readTraces(JSON.stringify(request))

test('each matcher is known, to expect and to its types', async () => {
  const later: Promise<void> = expect(Promise.resolve(trace)).resolves.toContainSpan(
    'unknown_service',
    /^work$/,
  )
  await later
  expect(trace).toMatchSpanTree('unknown_service: work')
  expect(trace).not.toMatchSpanTree('unknown_service: play')
  expect(trace).toMatchSpanTreeFile('work.tree')
  // @ts-expect-error a number is no contract
  expect(() => expect(trace).toMatchSpanTree(1)).toThrow('expected a contract as text')
})

test('a mismatch has both trees', () => {
  const mismatch = () => expect(trace).toMatchSpanTree('unknown_service: play')

  expect(mismatch).toThrow('unknown_service: work: name expected play, got work')
  expect(mismatch).toThrow(
    expect.objectContaining({
      actual: 'unknown_service: work\n',
      expected: 'unknown_service: play\n',
    }),
  )
})
