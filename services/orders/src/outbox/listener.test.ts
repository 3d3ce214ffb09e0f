import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { keepingLogger } from '@onetrace/service/testing'
import { expect, test } from 'vitest'
import { Listener } from './listener.ts'
import { lendOutboxes } from './test-outbox.ts'

const withOutbox = lendOutboxes()

/** However busy the machine is. */
const connectMs = 120_000

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
    const options = { url: databaseUrl, connectMs, channel: 'outbox', onNotify: notified.call, log }
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
    const listener = new Listener({
      url: databaseUrl,
      connectMs,
      channel: 'outbox',
      onNotify,
      log,
      reconnectMs: 1,
    })
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

/** A server that takes connections and says nothing, and hands each to `onConnection`. */
async function withMuteServer(
  onConnection: (socket: Socket) => void,
  fn: (databaseUrl: string) => Promise<void>,
): Promise<void> {
  const server = createServer(onConnection).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    await fn(`postgres://nobody@127.0.0.1:${port}/none`)
  } finally {
    server.close()
  }
}

test('while its server hangs up it goes on trying, says so once, and can be stopped', () => {
  const tried = counter()
  return withMuteServer(
    (socket) => {
      socket.destroy()
      tried.call()
    },
    async (databaseUrl) => {
      const { log, lines } = keepingLogger()
      const onNotify = () => {}
      const options = {
        url: databaseUrl,
        connectMs,
        channel: 'outbox',
        onNotify,
        log,
        reconnectMs: 1,
      }
      const listener = new Listener(options)

      while (tried.calls < 3) await tried.next()
      await listener.stop()

      expect(lines).toHaveLength(1)
    },
  )
})

test('it can be stopped while it connects to what does not answer', () => {
  const connecting = Promise.withResolvers<void>()
  return withMuteServer(
    () => connecting.resolve(),
    async (databaseUrl) => {
      const { log, lines } = keepingLogger()
      const listener = new Listener({
        url: databaseUrl,
        connectMs: 2 ** 31 - 1, // whoever waits for this waits for ever
        channel: 'outbox',
        onNotify: () => {},
        log,
      })
      await connecting.promise

      await listener.stop()

      expect(lines).toEqual([])
    },
  )
})
