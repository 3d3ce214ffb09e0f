import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { context, diag, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { expect, test } from 'vitest'
import { type SpanWorld, withSpans } from '../test-spans.ts'
import { traceNothingOn } from '../untraced-ports.ts'
import { withSpan } from '../with-span.ts'
import { serverSpans } from './server-spans.ts'

interface Running extends SpanWorld {
  server: Server
  port: number
}

/** Lends a server whose requests make spans. */
function withServer(listener: RequestListener, fn: (running: Running) => Promise<void>) {
  return withSpans(async (world) => {
    const contexts = new AsyncLocalStorageContextManager()
    context.disable()
    context.setGlobalContextManager(contexts)
    const spans = serverSpans((entered) => void contexts.attach(entered))
    spans.enable()
    const server = createServer(listener)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    try {
      await fn({ ...world, server, port: (server.address() as AddressInfo).port })
    } finally {
      spans.disable()
      server.closeAllConnections()
      server.close()
    }
  })
}

/** Sends this over one connection, and resolves with all that came until the server closed it. */
function send(port: number, ...parts: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(parts.join('').replaceAll('\n', '\r\n'))
  return text(socket)
}

const request = (path: string, more = '') => `GET ${path} HTTP/1.1\nHost: shop\n${more}\n`
const last = 'Connection: close\n'

const activeId = () => trace.getActiveSpan()?.spanContext().spanId

test('requests that are pipelined have each their own span, in all that they wake', async () => {
  const seen: [path: string | undefined, moment: string, id: string | undefined][] = []
  const waiting: PromiseWithResolvers<void>[] = []
  const listener: RequestListener = async (req, res) => {
    const see = (moment: string) => () => void seen.push([req.url, moment, activeId()])
    see('listener')()
    for (const event of ['data', 'end', 'close']) req.on(event, see(`request ${event}`))
    for (const event of ['finish', 'close']) res.on(event, see(`answer ${event}`))
    setTimeout(see('timer'))
    const turn = Promise.withResolvers<void>()
    if (waiting.push(turn) === 3) turn.resolve()
    await turn.promise // the last to come is answered first, and its answer has to wait
    see('promise')()
    res.end(see('end'))
    waiting[waiting.indexOf(turn) - 1]?.resolve()
  }
  await withServer(listener, async ({ port, ended }) => {
    const body = 'POST /1 HTTP/1.1\nHost: shop\nContent-Length: 4\n\nbody'

    await send(port, body, request('/2'), request('/3', last))
    await setImmediate()

    const ids = ['/1', '/2', '/3'].map((path) => {
      const span = ended().find(({ attributes }) => attributes['url.path'] === path)
      return [path, span?.spanContext().spanId]
    })
    expect(new Set(ids.map(([, id]) => id)).size).toBe(3)
    const own = Object.fromEntries(ids)
    expect(seen.filter(([path, , id]) => id !== own[String(path)])).toEqual([])
    expect(
      seen
        .filter(([path]) => path === '/3')
        .map(([, moment]) => moment)
        .sort(),
    ).toEqual([
      'answer close',
      'answer finish',
      'end',
      'listener',
      'promise',
      'request close',
      'request end',
      'timer',
    ])
  })
})

test('after an answer nothing of its request is left on the connection', async () => {
  const seen: [moment: string, id: string | undefined][] = []
  const see = (moment: string) => void seen.push([moment, activeId()])
  await withServer(
    (_req, res) => void res.end(),
    async ({ server, port, ended }) => {
      const closed = Promise.withResolvers<void>()
      server.on('connection', (socket) =>
        socket.on('close', () => {
          see('close')
          closed.resolve()
        }),
      )
      server.on('upgrade', (_req, socket) => {
        see('upgrade')
        socket.end('HTTP/1.1 101 Switching Protocols\n\n')
      })
      const upgrade = 'Connection: Upgrade\nUpgrade: test\n'

      await send(port, request('/1'), request('/2'), request('/3', upgrade))
      await closed.promise

      expect(seen).toEqual([
        ['upgrade', undefined],
        ['close', undefined],
      ])
      const [first, second] = ended()
      expect(ended()).toHaveLength(2)
      expect(second?.spanContext().traceId).not.toBe(first?.spanContext().traceId)
      expect(activeId()).toBeUndefined()
    },
  )
})

test('the span that was active when the server began to listen is no parent', () =>
  withServer(
    (_req, res) => void res.end(),
    async ({ server, ended }) => {
      server.close()
      await withSpan('start', () => once(server.listen(0, '127.0.0.1'), 'listening'))

      await send((server.address() as AddressInfo).port, request('/', last))

      const span = ended().find(({ name }) => name === 'GET')
      expect(span).toBeDefined()
      expect(span?.parentSpanContext).toBeUndefined()
    },
  ))

test('on an untraced port a request makes no span, nor does what it does', () =>
  withServer(
    (req, res) => {
      req.resume().on('end', () => withSpan('event', () => res.end()))
    },
    async ({ port, ended }) => {
      traceNothingOn(port)

      await send(port, request('/', last))

      expect(ended()).toEqual([])
    },
  ))

test('a failure of its own is logged, and the request is answered', () =>
  withServer(
    (_req, res) => void res.end('answer'),
    async ({ port, ended }) => {
      const errors: unknown[] = []
      const log = () => {}
      diag.setLogger({
        error: (...args) => void errors.push(...args),
        warn: log,
        info: log,
        debug: log,
        verbose: log,
      })
      const broken = new Error('broken')
      propagation.disable()
      propagation.setGlobalPropagator({
        inject() {},
        fields: () => [],
        extract() {
          throw broken
        },
      })

      const answer = await send(port, request('/', last))

      diag.disable()
      expect(answer).toMatch(/answer$/)
      expect(errors).toContain(broken)
      expect(ended()).toEqual([])
    },
  ))
