import { expect, test } from 'vitest'
import { publish } from './publish.ts'
import { lendOutboxes, topic } from './test-outbox.ts'

const withOutbox = lendOutboxes()

const lease = { leaseMs: 60_000 }
const textsOf = (messages: { payload: Record<string, unknown> }[]) =>
  messages.map(({ payload }) => payload.text)

const [a1, a2, b1] = [
  { key: 'a', text: 'a1' },
  { key: 'a', text: 'a2' },
  { key: 'b', text: 'b1' },
]

test('a message of a transaction that is rolled back was never there', () =>
  withOutbox(async ({ database, store }) => {
    const undone = database.transaction(async (query) => {
      await publish(query, { topic, key: 'a', payload: {} })
      throw new Error('no order after all')
    })

    await expect(undone).rejects.toThrow('no order after all')
    expect(await store.take({ limit: 10, ...lease })).toEqual([])
  }))

test('the first message of each key is taken, the next when it is gone', () =>
  withOutbox(async ({ store, publish }) => {
    await publish(a1, a2, b1)

    const first = await store.take({ limit: 10, ...lease })
    const meanwhile = await store.take({ limit: 10, ...lease })
    await store.remove(first)
    const next = await store.take({ limit: 10, ...lease })

    expect(textsOf(first)).toEqual(['a1', 'b1'])
    expect(meanwhile).toEqual([])
    expect(textsOf(next)).toEqual(['a2'])
  }))

test('no two who take at once get the same message', () =>
  withOutbox(async ({ store, publish }) => {
    const keys = Array.from({ length: 20 }, (_, index) => `key ${index}`)
    await publish(...keys.map((key) => ({ key, text: key })))

    const takes = Array.from({ length: 10 }, () => store.take({ limit: 4, ...lease }))
    const taken = textsOf((await Promise.all(takes)).flat())

    expect(taken.toSorted()).toEqual(keys.toSorted())
  }))

test('a message whose lease is over is taken again, with the next attempt', () =>
  withOutbox(async ({ store, publish }) => {
    await publish(a1)

    const [first] = await store.take({ limit: 1, leaseMs: 0 })
    const [second] = await store.take({ limit: 1, ...lease })

    expect(second).toEqual({ ...first, attempt: 2, attemptOfRound: 2 })
  }))

test('who was too late changes nothing', () =>
  withOutbox(async ({ store, publish }) => {
    await publish(a1)
    const late = await store.take({ limit: 1, leaseMs: 0 })
    await store.take({ limit: 1, ...lease })

    await store.remove(late)
    for (const message of late) {
      await store.postpone(message, { delayMs: 0, error: 'late' })
      await store.giveUp(message, 'late')
    }

    expect(await store.state()).toMatchObject({ pending: 1, dead: 0 })
    expect(await store.take({ limit: 1, ...lease })).toEqual([])
  }))

test('positions of one key follow the commits: a second transaction waits for the first', () =>
  withOutbox(async ({ database, store }) => {
    const [written, commit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const slow = database.transaction(async (query) => {
      await publish(query, { topic, key: 'a', payload: { text: 'first' } })
      written.resolve()
      await commit.promise
    })
    await written.promise

    const quick = database.transaction(async (query) => {
      await publish(query, { topic, key: 'a', payload: { text: 'second' } })
    })
    const winner = await Promise.race([
      quick.then(() => 'second'),
      waitingForLock(database).then(() => 'waits'),
    ])
    commit.resolve()
    await Promise.all([slow, quick])

    expect(winner).toBe('waits')
    const [first] = await store.take({ limit: 2, ...lease })
    expect(first?.payload).toEqual({ text: 'first' })
  }))

test('a dead letter makes way for the next, is listed, and comes back by a replay', () =>
  withOutbox(async ({ store, publish }) => {
    await publish(a1, a2)
    const [poison] = await store.take({ limit: 1, ...lease })
    if (!poison) throw new Error('expected a message')

    await store.giveUp(poison, 'users answered 404')
    const next = await store.take({ limit: 1, ...lease })
    const dead = await store.deadLetters()
    const replayed = await store.replay([poison.id])
    const [again] = await store.take({ limit: 1, ...lease })

    expect(textsOf(next)).toEqual(['a2'])
    expect(dead).toEqual([
      {
        id: poison.id,
        topic,
        key: 'a',
        attempts: 1,
        deadAt: expect.any(Date),
        lastError: 'users answered 404',
        traceId: null,
      },
    ])
    expect(replayed).toEqual([poison.id])
    expect(again).toEqual({ ...poison, attempt: 2, attemptOfRound: 1 })
    expect(await store.deadLetters()).toEqual([])
  }))

test('a replay concerns dead letters alone, and all of them unless it is told which', () =>
  withOutbox(async ({ store, publish }) => {
    await publish(a1, b1, { key: 'c', text: 'alive' })
    const taken = await store.take({ limit: 2, ...lease })
    for (const message of taken) await store.giveUp(message, 'refused')

    const replayed = await store.replay()

    expect(replayed).toEqual(taken.map(({ id }) => id))
    expect(await store.replay()).toEqual([])
    expect(await store.state()).toMatchObject({ pending: 3, dead: 0 })
  }))

test('the state counts what waits and what is dead, and knows the age of the oldest', () =>
  withOutbox(async ({ store, database, publish }) => {
    expect(await store.state()).toEqual({ pending: 0, dead: 0, oldestSeconds: 0 })

    await publish(a1, a2, b1)
    await database.query(`update outbox set created_at = now() - interval '1 hour' where key = 'a'`)
    const [oldest] = await store.take({ limit: 1, ...lease })
    if (oldest) await store.giveUp(oldest, 'refused')

    const { oldestSeconds, ...counts } = await store.state()
    expect(counts).toEqual({ pending: 2, dead: 1 })
    expect(oldestSeconds).toBeGreaterThanOrEqual(3600)
    expect(oldestSeconds).toBeLessThan(7200)
  }))

test('the time until the next attempt is that of the first which is not due yet', () =>
  withOutbox(async ({ store, publish }) => {
    expect(await store.whatIsDue()).toEqual({ now: false, nextInMs: undefined })
    await publish(a1, b1)
    expect(await store.whatIsDue()).toEqual({ now: true, nextInMs: undefined })

    for (const message of await store.take({ limit: 2, ...lease })) {
      const delayMs = message.key === 'a' ? 3_600_000 : 7_200_000
      await store.postpone(message, { delayMs, error: 'not now' })
    }

    const { now, nextInMs: ms } = await store.whatIsDue()
    expect(now).toBe(false)
    expect(ms).toBeGreaterThan(0)
    expect(ms).toBeLessThanOrEqual(3_600_000)
  }))

test('what waits behind a message of its key is not due', () =>
  withOutbox(async ({ store, publish }) => {
    await publish(a1, a2)
    const [first] = await store.take({ limit: 1, ...lease })
    if (first) await store.postpone(first, { delayMs: 10_000, error: 'not now' })

    expect(await store.whatIsDue()).toMatchObject({ now: false, nextInMs: expect.any(Number) })
  }))

/** Resolves when some session waits for an advisory lock, and so only then. */
async function waitingForLock(database: { query: (text: string) => Promise<unknown[]> }) {
  const waiting = `select from pg_locks where locktype = 'advisory' and not granted`
  while ((await database.query(waiting)).length === 0);
}
