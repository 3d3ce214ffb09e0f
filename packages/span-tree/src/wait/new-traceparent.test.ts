import { expect, test } from 'vitest'
import { newTraceparent } from './new-traceparent.ts'

test('each is a sampled trace of its own, with the id in its header', () => {
  const [first, second] = [newTraceparent(), newTraceparent()]

  expect(first.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
  expect(first.traceparent.split('-')[1]).toBe(first.traceId)
  expect(second.traceId).not.toBe(first.traceId)
})
