import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Check, managementListener, type Phase } from './management.ts'
import { createWorld, withServer } from './test-world.ts'

interface Setup {
  checks?: Record<string, Check>
  background?: () => Promise<unknown>
  phase?: Phase
}

function withManagement(
  { checks = {}, background = async () => {}, phase = 'open' }: Setup,
  fn: (world: ReturnType<typeof createWorld> & { url: string }) => Promise<void>,
) {
  const world = createWorld()
  const listener = managementListener({
    name: 'orders',
    ...world,
    checks,
    background,
    phase: () => phase,
  })
  return withServer(listener, ({ url }) => fn({ ...world, url }))
}

const refused = () => Promise.reject(new Error('refused'))

test('metrics come as OpenMetrics', () =>
  withManagement({}, async ({ url }) => {
    const response = await fetch(`${url}/metrics?from=prometheus`)

    expect(response.headers.get('content-type')).toBe(
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    )
    expect(await response.text()).toMatch(/# EOF\n$/)
  }))

test('healthz is about the process alone', () =>
  withManagement({ checks: { database: refused }, phase: 'draining' }, async ({ url }) => {
    const response = await fetch(`${url}/healthz`)

    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ status: 'ok' })
  }))

test.each([
  ['all checks pass', {}, 200, { service: 'orders', status: 'ok', checks: { users: 'ok' } }],
  [
    'a check fails',
    { checks: { database: refused, users: async () => {} } },
    503,
    { service: 'orders', status: 'unavailable', checks: { database: 'refused', users: 'ok' } },
  ],
  [
    'its own port is not open yet',
    { phase: 'starting' } as const,
    503,
    { service: 'orders', status: 'starting', checks: { users: 'ok' } },
  ],
  [
    'it drains',
    { phase: 'draining' } as const,
    503,
    { service: 'orders', status: 'draining', checks: { users: 'ok' } },
  ],
])('when %s, readyz answers so', (_when, setup, status, body) =>
  withManagement({ checks: { users: async () => {} }, ...setup }, async ({ url }) => {
    const response = await fetch(`${url}/readyz`)

    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ ...body, pid: process.pid })
  }),
)

test('quiesce answers when the last request is over', () =>
  withManagement({}, async ({ url, inFlight }) => {
    const order: string[] = []
    const leave = inFlight.enter()
    const quiesced = fetch(`${url}/quiesce`, { method: 'POST' }).then((response) => {
      order.push('quiesced')
      return response
    })
    await fetch(`${url}/healthz`) // a whole answer later, and still waiting
    await setImmediate()

    order.push('request over')
    leave()
    const response = await quiesced

    expect(order).toEqual(['request over', 'quiesced'])
    expect(await response.json()).toEqual({ spans: { exported: 0, failed: 0, dropped: 0 } })
  }))

test('quiesce waits for what requests have left to be done, and looks once they are over', () => {
  const order: string[] = []
  const [looked, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const background = () => {
    order.push('looked')
    looked.resolve()
    return done.promise
  }
  return withManagement({ background }, async ({ url, inFlight }) => {
    const leave = inFlight.enter()
    const quiesced = fetch(`${url}/quiesce`, { method: 'POST' }).then(() => {
      order.push('quiesced')
    })
    await fetch(`${url}/healthz`)

    order.push('request over')
    leave()
    await looked.promise
    await fetch(`${url}/healthz`) // a whole answer later, and still waiting
    order.push('done')
    done.resolve()
    await quiesced

    expect(order).toEqual(['request over', 'looked', 'done', 'quiesced'])
  })
})

test('quiesce says so when what is left to be done cannot be told', () =>
  withManagement({ background: refused }, async ({ url }) => {
    const response = await fetch(`${url}/quiesce`, { method: 'POST' })

    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({ code: 'internal', detail: 'Error: refused' })
  }))

test.each([
  ['GET', '/quiesce', 405, 'method_not_allowed', 'POST'],
  ['POST', '/metrics', 405, 'method_not_allowed', 'GET, HEAD'],
  ['GET', '/', 404, 'not_found', null],
  ['GET', '/constructor', 404, 'not_found', null],
])('%s %s is answered with what there is', (method, path, status, code, allow) =>
  withManagement({}, async ({ url }) => {
    const response = await fetch(url + path, { method })

    expect([response.status, response.headers.get('allow')]).toEqual([status, allow])
    expect(await response.json()).toMatchObject({
      code,
      detail: 'expected GET /metrics, GET /healthz, GET /readyz or POST /quiesce',
    })
  }),
)

test.each(['/metrics', '/healthz', '/readyz'])('HEAD %s is GET without its body', (path) =>
  withManagement({}, async ({ url }) => {
    const response = await fetch(url + path, { method: 'HEAD' })

    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  }),
)
