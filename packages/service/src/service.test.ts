import { expect, test } from 'vitest'
import { withService, withServiceProcess } from './test-service.ts'
import { withServer } from './test-world.ts'

const register = '@onetrace/telemetry/register'

/** Answers when the process has been told to stop. */
const slow = `
  routes.get('/slow', async (req, res) => {
    log.info('slow started')
    await new Promise((resolve) => process.once('SIGTERM', () => setImmediate(resolve)))
    res.json({ slow: true })
  })
  routes.get('/stuck', () => log.info('stuck'))`

test('with an SDK each answer names its trace, and so do its log line and its error', () =>
  withService({ routes: '', imports: [register] }, async ({ url, line }) => {
    const response = await fetch(`${url}/nowhere`)

    const [, traceId] =
      /^00-([0-9a-f]{32})-[0-9a-f]{16}-0[13]$/.exec(response.headers.get('traceresponse') ?? '') ??
      []
    expect(traceId).toBeDefined()
    expect(await response.json()).toMatchObject({ trace_id: traceId })
    expect(await line('request served')).toMatchObject({ trace_id: traceId, status: 404 })
  }))

test('requests of the management port make no spans', () =>
  withService(
    { routes: '', imports: [register], env: { OTEL_TRACES_EXPORTER: 'console' } },
    async ({ management, child, line }) => {
      const response = await fetch(`${management}/readyz`)

      expect(response.status).toBe(200)
      child.kill('SIGTERM')
      await line('drained') // a span before it would show as a line that is no JSON
    },
  ))

test('on SIGTERM a request in flight is finished, idle connections are let go, and it ends with 0', () =>
  withService({ routes: slow }, async ({ url, child, line, exited }) => {
    await fetch(`${url}/nowhere`) // it leaves a connection that is kept alive
    const answer = fetch(`${url}/slow`)
    await line('slow started')

    child.kill('SIGTERM')

    expect(await (await answer).json()).toEqual({ slow: true })
    expect(await line('draining')).toMatchObject({ signal: 'SIGTERM', inFlight: 1 })
    expect(await exited).toBe(0)
  }))

test('while it drains it is not ready and takes no new request', () =>
  withService({ routes: slow }, async ({ url, management, child, line }) => {
    const answer = fetch(`${url}/stuck`)
    await line('stuck')

    child.kill('SIGINT')
    await line('draining')
    const ready = await fetch(`${management}/readyz`)

    expect(ready.status).toBe(503)
    expect(await ready.json()).toMatchObject({ status: 'draining' })
    await expect(fetch(url)).rejects.toThrow('fetch failed')
    child.kill('SIGKILL')
    await expect(answer).rejects.toThrow('fetch failed')
  }))

test('at the deadline of its drain it says what it waited for, and ends with 1', () =>
  withService(
    { routes: slow, env: { DRAIN_TIMEOUT: '50' } },
    async ({ url, child, line, exited }) => {
      const answer = fetch(`${url}/stuck`)
      const cut = expect(answer).rejects.toThrow('fetch failed')
      await line('stuck')

      child.kill('SIGINT')

      expect(await line('not drained in time')).toMatchObject({ waitingFor: 'requests in flight' })
      expect(await exited).toBe(1)
      await cut
    },
  ))

test('work that requests leave is waited for by quiesce, and stopped after the last request', () =>
  withService(
    {
      routes: `${slow}
        background('mail', {
          drained: async () => log.info('mail drained'),
          stop: async () => log.info('mail stopped'),
        })`,
    },
    async ({ url, management, child, line, exited }) => {
      await fetch(`${management}/quiesce`, { method: 'POST' })
      const answer = fetch(`${url}/slow`)
      await line('mail drained')
      await line('slow started')

      child.kill('SIGTERM')
      await answer

      await line('request served') // each line is looked for after the one before
      await line('mail stopped')
      await line('drained')
      expect(await exited).toBe(0)
    },
  ))

test('a database whose library was loaded before the SDK started ends the process by name', () =>
  withServiceProcess(
    {
      routes: `
        await import('${register}')
        await database({ url: 'postgres://shop@127.0.0.1:9/shop', migrations: new URL('file:///') })`,
    },
    async ({ line, exited }) => {
      const message =
        'telemetry: expected pg to be patched, but the process loaded it unpatched: ' +
        'its spans would be missing. Is @onetrace/telemetry/register the first --import, and is ' +
        'there one copy of the library?'

      expect(await line(message)).toMatchObject({ level: 'fatal' })
      expect(await exited).toBe(1)
    },
  ))

test('a taken port is one line like all others, and the process ends with 1', () =>
  withServer(
    () => {},
    ({ port }) =>
      withServiceProcess({ routes: '', env: { PORT: String(port) } }, async ({ line, exited }) => {
        const message = `port ${port} on 127.0.0.1 is taken; shop needs it, PORT moves it`

        expect(await line(message)).toMatchObject({ level: 'fatal' })
        expect(await exited).toBe(1)
      }),
  ))
