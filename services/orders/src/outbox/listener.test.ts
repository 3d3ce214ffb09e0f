import { expect, test } from 'vitest'
import { Listener } from './listener.ts'
import { lendOutboxes } from './test-outbox.ts'

const withOutbox = lendOutboxes()

/** Counts calls, and lets one wait for the next. */
function counter() {
  let calls = 0
  let next = Promise.withResolvers<void>()
  return {
    get calls() {
      return calls
    },
    call() {
      calls += 1
      next.resolve()
      next = Promise.withResolvers()
    },
    next: () => next.promise,
  }
}

const cut = `select pg_terminate_backend(pid) from pg_stat_activity
  where application_name = 'outbox listener' and datname = current_database()`

test('it is told when it is connected, and of each commit that brings messages', () =>
  withOutbox(async ({ databaseUrl, publish, log }) => {
    const notified = counter()
    const connected = notified.next()
    const options = { databaseUrl, channel: 'outbox', onNotify: notified.call, log }
    const listener = new Listener(options)
    await connected

    const told = notified.next()
    await publish({ key: 'a', text: 'a1' })
    await told
    await listener.stop()

    expect(notified.calls).toBe(2)
  }))

test('a connection that is lost is opened again, which is said once', () =>
  withOutbox(async ({ database, databaseUrl, publish, log, lines }) => {
    const notified = counter()
    const connected = notified.next()
    const onNotify = notified.call
    const listener = new Listener({ databaseUrl, channel: 'outbox', onNotify, log, reconnectMs: 1 })
    await connected

    const back = notified.next()
    await database.query(cut)
    await back
    const told = notified.next()
    await publish({ key: 'a', text: 'a1' })
    await told
    await listener.stop()

    expect(lines.map(({ level, msg }) => `${level} ${msg}`)).toEqual([
      'warn notifications do not arrive, polling goes on',
    ])
  }))

test('without a server it goes on trying, says so once, and can be stopped', () =>
  withOutbox(async ({ log, lines }) => {
    const databaseUrl = 'postgres://nobody@127.0.0.1:1/none'
    const listener = new Listener({
      databaseUrl,
      channel: 'outbox',
      onNotify: () => {},
      log,
      reconnectMs: 1,
    })
    for (let turn = 0; turn < 200; turn += 1) await new Promise((next) => setImmediate(next))

    await listener.stop()

    expect(lines).toHaveLength(1)
  }))
