import { expect, test } from 'vitest'
import type { Handler } from './deliver.ts'
import type { Message } from './message.ts'
import { lendOutboxes, type Text } from './test-outbox.ts'

const withOutbox = lendOutboxes()

/** Takes everything, and keeps what it was given in order. */
function keepingHandler(act: Handler = async () => {}) {
  const seen: string[] = []
  const handler: Handler = async (message) => {
    seen.push(`${message.payload.text} #${message.attempt}`)
    await act(message)
  }
  return { seen, handler }
}

const refuse = () => Promise.reject(new Error('not now'))

/** Fails for the first `times` attempts of this message. */
const failingFor = (text: string, times: number) => async (message: Message) => {
  if (message.payload.text === text && message.attempt <= times) await refuse()
}

test('messages that were there before it started are delivered', () =>
  withOutbox(async ({ publish, start, store }) => {
    await publish({ key: 'a', text: 'a1' }, { key: 'b', text: 'b1' })
    const { seen, handler } = keepingHandler()

    await start(handler).drained()

    expect(seen.toSorted()).toEqual(['a1 #1', 'b1 #1'])
    expect(await store.state()).toEqual({ pending: 0, dead: 0, oldestSeconds: 0 })
  }))

test('a commit wakes it: what is written later is delivered long before the next poll', () =>
  withOutbox(async ({ publish, start }) => {
    const { seen, handler } = keepingHandler()
    const outbox = start(handler)
    await publish({ key: 'a', text: 'first' })
    await outbox.drained()

    await publish({ key: 'a', text: 'second' })
    await outbox.drained()

    expect(seen).toEqual(['first #1', 'second #1'])
  }))

test('one key’s messages keep their order through failures, and hold up nobody else', () =>
  withOutbox(async ({ publish, start }) => {
    await publish(
      { key: 'a', text: 'a1' },
      { key: 'a', text: 'a2' },
      { key: 'a', text: 'a3' },
      { key: 'b', text: 'b1' },
    )
    const { seen, handler } = keepingHandler(failingFor('a1', 2))

    await start(handler).drained()

    const ofKey = (key: string) => seen.filter((text) => text.startsWith(key))
    expect(ofKey('a')).toEqual(['a1 #1', 'a1 #2', 'a1 #3', 'a2 #1', 'a3 #1'])
    expect(ofKey('b')).toEqual(['b1 #1'])
  }))

test('after the last attempt a message is a dead letter, the next has its turn, and a replay delivers it', () =>
  withOutbox(async ({ publish, start, store, lines }) => {
    await publish({ key: 'a', text: 'poison' }, { key: 'a', text: 'next' })
    const { seen, handler } = keepingHandler(failingFor('poison', 3))
    const outbox = start(handler)
    await outbox.drained()

    expect(seen).toEqual(['poison #1', 'poison #2', 'poison #3', 'next #1'])
    expect(await store.deadLetters()).toMatchObject([{ attempts: 3, lastError: 'not now' }])
    expect(lines.map(({ level, msg }) => `${level} ${msg}`)).toEqual([
      'warn message not delivered',
      'warn message not delivered',
      'error message is a dead letter',
      'info message delivered',
    ])

    await store.replay()
    await outbox.drained()

    expect(seen.slice(4)).toEqual(['poison #4'])
    expect(await store.state()).toMatchObject({ pending: 0, dead: 0 })
  }))

test('a message that nobody has a handler for is given up like any other', () =>
  withOutbox(async ({ database, publish, start, store }) => {
    await publish({ key: 'a', text: 'a1' })
    await database.query(`update outbox set topic = 'order.eaten'`)

    await start(async () => {}).drained()

    expect(await store.deadLetters()).toMatchObject([
      { topic: 'order.eaten', lastError: 'nobody delivers messages of topic order.eaten' },
    ])
  }))

test('two relays share the work: each message once, each key in order', () =>
  withOutbox(async ({ publish, start }) => {
    const texts = Array.from({ length: 60 }, (_, index) => `${index % 7}:${index}`)
    await publish(...texts.map((text): Text => ({ key: text[0] ?? '', text })))
    const { seen, handler } = keepingHandler()

    const outboxes = [start(handler, { concurrency: 2 }), start(handler, { concurrency: 2 })]
    await Promise.all(outboxes.map((outbox) => outbox.drained()))

    const expected = texts.map((text) => `${text} #1`)
    expect(seen.toSorted()).toEqual(expected.toSorted())
    for (const key of '0123456') {
      const ofKey = (all: string[]) => all.filter((text) => text.startsWith(`${key}:`))
      expect(ofKey(seen)).toEqual(ofKey(expected))
    }
  }))

test('what one relay has under way, no other begins, nor the next of its key', () =>
  withOutbox(async ({ publish, start }) => {
    await publish({ key: 'a', text: 'a1' }, { key: 'a', text: 'a2' })
    const [begun, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const first = keepingHandler(() => {
      begun.resolve()
      return end.promise
    })
    start(first.handler)
    await begun.promise
    const second = keepingHandler()
    const other = start(second.handler)

    await publish({ key: 'b', text: 'b1' }) // wakes both
    const drained = other.drained()
    await publish({ key: 'c', text: 'c1' })
    const before = [...first.seen, ...second.seen]
    end.resolve()
    await drained

    expect(before).not.toContain('a2 #1')
    const all = [...first.seen, ...second.seen]
    expect(all.toSorted()).toEqual(['a1 #1', 'a2 #1', 'b1 #1', 'c1 #1'])
  }))

test('what a killed process had taken comes back when its lease is over', () =>
  withOutbox(async ({ publish, start, store }) => {
    await publish({ key: 'a', text: 'a1' })
    await store.take({ limit: 1, leaseMs: 50 }) // and never heard of again
    const { seen, handler } = keepingHandler()

    await start(handler).drained()

    expect(seen).toEqual(['a1 #2'])
  }))

test('no more than its limit are under way at once', () =>
  withOutbox(async ({ publish, start }) => {
    await publish(...Array.from('abcdefgh', (key) => ({ key, text: key })))
    let [underWay, most] = [0, 0]
    const { seen, handler } = keepingHandler(async () => {
      underWay += 1
      most = Math.max(most, underWay)
      await new Promise((resolve) => setImmediate(resolve))
      underWay -= 1
    })

    await start(handler, { concurrency: 3 }).drained()

    expect(seen).toHaveLength(8)
    expect(most).toBe(3)
  }))

test('stop waits for what is under way, and later messages stay', () =>
  withOutbox(async ({ publish, start, store }) => {
    await publish({ key: 'a', text: 'a1' })
    const [begun, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const { seen, handler } = keepingHandler(async () => {
      begun.resolve()
      await end.promise
      seen.push('a1 ended')
    })
    const outbox = start(handler)
    await begun.promise

    const stopped = outbox.stop().then(() => seen.push('stopped'))
    end.resolve()
    await stopped
    await publish({ key: 'a', text: 'a2' })

    expect(seen).toEqual(['a1 #1', 'a1 ended', 'stopped'])
    expect(await store.state()).toMatchObject({ pending: 1 })
  }))

test('with the relay off messages stay, and nobody waits for them', () =>
  withOutbox(async ({ publish, start, store }) => {
    const { seen, handler } = keepingHandler()
    const outbox = start(handler, { relay: 'off' })

    await publish({ key: 'a', text: 'a1' })
    await outbox.drained()

    expect(seen).toEqual([])
    expect(await store.state()).toMatchObject({ pending: 1 })
  }))

test('without anything to do it asks one thing at a time, and takes nothing', () =>
  withOutbox(async ({ database, start }) => {
    const asked: string[] = []
    const several = Promise.withResolvers<void>()
    const through: typeof database = {
      ...database,
      query(text, values) {
        asked.push(text.includes('update outbox') ? 'take' : 'look')
        if (asked.length === 5) several.resolve()
        return database.query(text, values)
      },
    }

    start(async () => {}, { through, pollMs: 1 })
    await several.promise

    // At its start, and once more when it is told that it hears notifications now.
    expect(asked.filter((what) => what === 'take').length).toBeLessThanOrEqual(2)
    expect(asked[0]).toBe('take')
  }))
