import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHttpApp, createServiceContext } from '@onetrace/service'
import { sharedDatabase } from '@onetrace/service/testing'
import { createLogger } from '@onetrace/telemetry'
import { expect, test } from 'vitest'
import { parseNewUser, parsePoints, userRoutes } from './routes.ts'
import { createUserStore } from './user-store.ts'

const database = sharedDatabase(new URL('../migrations/', import.meta.url))

async function withUsers(fn: (url: string) => Promise<void>): Promise<void> {
  const log = createLogger({ level: 'silent' })
  const routes = userRoutes({ users: createUserStore(database()), log })
  const server = createServer(createHttpApp({ routes, ...createServiceContext(log) }))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  try {
    await fn(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const create = (url: string, body: string) =>
  fetch(`${url}/users`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })

const addPoints = (url: string, userId: string, message: object) =>
  fetch(`${url}/users/${userId}/points`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
  })

test('a user is created, has an address, and is found there', () =>
  withUsers(async (url) => {
    const created = await create(url, '{"name":"Jo"}')
    const user = await created.json()
    const found = await fetch(url + created.headers.get('location'))

    expect(created.status).toBe(201)
    expect(user).toEqual({ id: expect.any(String), name: 'Jo', points: 0 })
    expect(await found.json()).toEqual(user)
  }))

test('a user who is not there is a 404', () =>
  withUsers(async (url) => {
    const response = await fetch(`${url}/users/7`)

    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'not_found', detail: 'no user 7' })
  }))

test.each([
  '',
  'null',
  '"x"',
  '1',
  '{}',
  '{"name":""}',
  '{"name":"a\\u0000b"}',
  '["Jo"]',
  '{"name":"\\ud83c"}',
])('the body %o is a 400', (body) =>
  withUsers(async (url) => {
    const response = await create(url, body)

    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      code: 'invalid_request',
      detail: 'expected JSON { name: text of 1 to 200 characters }',
    })
  }),
)

test('a name is kept without the space around it and without the rest of the body', () => {
  expect(parseNewUser({ name: '  Jo \n', admin: true })).toEqual({ name: 'Jo' })
})

test.each([[' \n'], ['x'.repeat(201)], [7], [undefined]])('%o is no name', (name) => {
  expect(() => parseNewUser({ name })).toThrow(
    'expected JSON { name: text of 1 to 200 characters }',
  )
})

test('points are added once for each message, and the user shows them', () =>
  withUsers(async (url) => {
    const { id } = (await (await create(url, '{"name":"Jo"}')).json()) as { id: string }
    const message = { messageId: randomUUID(), points: 2 }

    const first = await addPoints(url, id, message)
    const again = await addPoints(url, id, message)
    await addPoints(url, id, { messageId: randomUUID(), points: 5 })
    const found = await fetch(`${url}/users/${id}`)

    expect([first.status, again.status]).toEqual([200, 200])
    expect([first, again].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([
      null,
      'true',
    ])
    expect([await first.json(), await again.json()]).toEqual([
      { id, points: 2 },
      { id, points: 2 },
    ])
    expect(await found.json()).toEqual({ id, name: 'Jo', points: 7 })
  }))

test.each(['7', '019b5e3c-5f3c-7c7c-8f3c-ffffffffffff'])('points for %s are a 404', (id) =>
  withUsers(async (url) => {
    const response = await addPoints(url, id, { messageId: randomUUID(), points: 1 })

    expect(response.status).toBe(404)
  }),
)

const messageId = '019b5e3c-5f3c-7c7c-8f3c-0123456789ab'

test.each([[1], [1000]])('%i points are the edge and pass', (points) => {
  expect(parsePoints({ messageId, points, admin: true })).toEqual({ messageId, points })
})

test.each([
  [undefined],
  [{ points: 1 }],
  [{ messageId: '7', points: 1 }],
  [{ messageId, points: 0 }],
  [{ messageId, points: 1001 }],
  [{ messageId, points: 1.5 }],
  [{ messageId, points: '1' }],
])('%o brings no points', (body) => {
  expect(() => parsePoints(body)).toThrow('expected JSON { messageId: UUID, points: 1 to 1000 }')
})
