import { expect, test } from 'vitest'
import { until } from './until.ts'

test('it gives the first answer that is no failure', async () => {
  let asked = 0
  const attempt = () => {
    asked += 1
    if (asked < 3) throw new Error('not yet')
    return asked
  }

  expect(await until(attempt, { what: 'a third', deadlineMs: 120_000, everyMs: 1 })).toBe(3)
})

test('at the deadline what was wanted is said, and what came last, with its cause', async () => {
  const attempt = () => fetch('http://127.0.0.1:1/', { method: 'POST' })

  const waiting = until(attempt, { what: 'somebody there', deadlineMs: 20, everyMs: 5 })

  await expect(waiting).rejects.toThrow(
    /^expected somebody there within 20 ms, last: fetch failed: .+/,
  )
})

test('an abort ends it with its own reason', async () => {
  const abort = new AbortController()
  const attempt = () => {
    abort.abort(new Error('enough'))
    throw new Error('not yet')
  }

  const waiting = until(attempt, { what: 'it', deadlineMs: 60_000, signal: abort.signal })

  await expect(waiting).rejects.toThrow('enough')
})
