// Tests of places where a request's context could be lost, or mixed up with that of another
// request. They run a process as services do: whatever wakes a request, its later work is in its
// own trace.
import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { withPostgres } from '@onetrace/postgres'
import { expect, test } from 'vitest'
import { type RunningService, withService } from './test-service.ts'

const imports = ['@onetrace/telemetry/register']

const [first, second] = ['a'.repeat(32), 'b'.repeat(32)]

const traceparentOf = (traceId: string) => `00-${traceId}-00f067aa0ba902b7-01`

/** Code for routes: `seen()` gives the id of the trace that is active where it is called. */
const tools = `
  const { activeTraceparent, createLogger } = await import('@onetrace/telemetry')
  const seen = () => activeTraceparent()?.split('-')[1]`

function asking({ url }: RunningService) {
  return async (path: string, traceId: string): Promise<unknown> => {
    const headers = { traceparent: traceparentOf(traceId) }
    const response = await fetch(url + path, { headers })
    return response.json()
  }
}

test('a query that waited for the only connection is in the trace of the request that asked', () =>
  withPostgres(async (server) => {
    const url = await server.ensureDatabase({ database: 'test', role: 'test' })
    const routes = `${tools}
      const silent = createLogger({ level: 'silent' })
      const shop = service.openDatabase({ url: ${JSON.stringify(url)}, name: 'test',
        max: 1, ...service.createServiceContext(silent) })
      const waiting = Promise.withResolvers()
      // The query gives its own text as it arrived, with the comment that names its trace.
      const ask = (query) => query('select current_query() as text')
      routes.get('/holds', async (req, res) => {
        await shop.transaction(async (query) => {
          log.info('held')
          await waiting.promise
          await ask(query)
        })
        res.json(seen())
      })
      routes.get('/waits', async (req, res) => {
        const asked = ask(shop.query)
        waiting.resolve()
        const [{ text }] = await asked
        res.json([text.split('-')[1], seen()])
      })`
    await withService({ routes, imports }, async (running) => {
      const ask = asking(running)
      const holds = ask('/holds', first)
      await running.line('held')

      expect(await ask('/waits', second)).toEqual([second, second])
      expect(await holds).toBe(first)
    })
  }))

test('what a timer wakes is in the trace of the request that set it', () => {
  const routes = `${tools}
    const timers = await import('node:timers/promises')
    const both = Promise.withResolvers()
    let there = 0
    routes.get('/', async (req, res) => {
      there += 1
      if (there === 2) both.resolve()
      await both.promise
      const ids = [await timers.setTimeout(1, 0).then(seen), await timers.setImmediate().then(seen)]
      for (const wait of [setTimeout, setImmediate, queueMicrotask, process.nextTick])
        ids.push(await new Promise((resolve) => wait(() => resolve(seen()))))
      res.json(ids)
    })`
  return withService({ routes, imports }, async (running) => {
    const ask = asking(running)

    const seen = await Promise.all([ask('/', first), ask('/', second)])

    expect(seen).toEqual([first, second].map((id) => Array(6).fill(id)))
  })
})

test('who waits for an event is in its own trace, whichever request makes it happen', () => {
  const routes = `${tools}
    const { EventEmitter, once } = await import('node:events')
    const doors = new EventEmitter()
    routes.get('/waits', async (req, res) => {
      const opened = once(doors, 'open')
      log.info('waits')
      await opened
      res.json(seen())
    })
    routes.get('/opens', (req, res) => {
      doors.emit('open')
      res.json(seen())
    })`
  return withService({ routes, imports }, async (running) => {
    const ask = asking(running)
    const waits = ask('/waits', first)
    await running.line('waits')

    expect(await ask('/opens', second)).toBe(second)
    expect(await waits).toBe(first)
  })
})

test('events of a connection that was opened for one request are not in its trace for the next', () =>
  withService(
    { routes: 'routes.get("/", (req, res) => res.json({}))', imports },
    async (running) => {
      const socket = connect(Number(new URL(running.url).port), '127.0.0.1')
      const get = (traceId: string) =>
        `GET / HTTP/1.1\r\nhost: x\r\ntraceparent: ${traceparentOf(traceId)}\r\n\r\n`

      socket.write(get(first))
      const one = await running.line('request served')
      socket.write(get(second))
      const other = await running.line('request served')

      expect([one.trace_id, other.trace_id]).toEqual([first, second])
      socket.destroy()
      await once(socket, 'close')
    },
  ))

test('requests that a connection sends without waiting are each in their own trace', () => {
  const routes = `${tools}
    routes.get('/', (req, res) => res.json(seen()))`
  return withService({ routes, imports }, async (running) => {
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1')
    const get = (traceId: string, more = '') =>
      `GET / HTTP/1.1\r\nhost: x\r\n${more}traceparent: ${traceparentOf(traceId)}\r\n\r\n`

    socket.write(get(first) + get(second) + get('c'.repeat(32), 'connection: close\r\n'))

    const answers = await text(socket)
    expect(answers.match(/"[a-c]{32}"/g)).toEqual([
      `"${first}"`,
      `"${second}"`,
      `"${'c'.repeat(32)}"`,
    ])
  })
})

test('what is done when a caller leaves is in the trace of that caller', () => {
  const routes = `${tools}
    const gone = Promise.withResolvers()
    routes.get('/left', (req, res) => {
      service.callerGone(res).addEventListener('abort', () => {
        log.info('left')
        gone.resolve()
      })
      log.info('entered')
    })
    routes.get('/stays', async (req, res) => {
      const shared = AbortSignal.any([service.callerGone(res), AbortSignal.timeout(600_000)])
      await gone.promise
      res.json([seen(), shared.aborted])
    })`
  return withService({ routes, imports }, async (running) => {
    const leaving = new AbortController()
    const headers = { traceparent: traceparentOf(first) }
    const left = fetch(`${running.url}/left`, { headers, signal: leaving.signal })
    await running.line('entered')
    const stays = asking(running)('/stays', second)

    leaving.abort()

    await expect(left).rejects.toThrow('aborted')
    expect((await running.line('left')).trace_id).toBe(first)
    expect(await stays).toEqual([second, false])
  })
})

test('of two requests that share one promise each goes on in its own trace', () => {
  const routes = `${tools}
    const loaded = Promise.withResolvers()
    let cached
    const load = async () => {
      await loaded.promise
      return seen()
    }
    routes.get('/', async (req, res) => {
      cached ??= load()
      log.info('shares')
      const loadedIn = await cached
      res.json({ loadedIn, goesOnIn: seen() })
    })
    routes.get('/load', (req, res) => {
      loaded.resolve()
      res.json({})
    })`
  return withService({ routes, imports }, async (running) => {
    const ask = asking(running)
    const one = ask('/', first)
    await running.line('shares')
    const other = ask('/', second)
    await running.line('shares')

    await ask('/load', 'c'.repeat(32))

    expect(await one).toEqual({ loadedIn: first, goesOnIn: first })
    expect(await other).toEqual({ loadedIn: first, goesOnIn: second })
  })
})
