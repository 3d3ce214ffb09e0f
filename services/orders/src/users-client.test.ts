import type { Upstream, UpstreamAnswer } from '@onetrace/service'
import { ApiError } from '@onetrace/service'
import { expect, test } from 'vitest'
import { createUsersClient } from './users-client.ts'

const { signal } = new AbortController()

/** The users service as it answers; what it was asked is kept. */
function usersAnswering(status: number, body = '') {
  const asked: unknown[] = []
  const upstream: Upstream = async (request) => {
    asked.push(request)
    return { status, headers: new Headers(), body: Buffer.from(body) } satisfies UpstreamAnswer
  }
  return { asked, users: createUsersClient(upstream) }
}

test.each([
  [200, true],
  [404, false],
])('a %i means that the user exists: %o', async (status, expected) => {
  const { users } = usersAnswering(status)

  expect(await users.exists('7', signal)).toBe(expected)
})

test.each([
  [503, 'unavailable'],
  [500, 'upstream_error'],
  [400, 'upstream_error'],
  [204, 'upstream_error'],
])('a %i is %s, never a missing user', async (status, code) => {
  const { users } = usersAnswering(status)

  await expect(users.exists('7', signal)).rejects.toMatchObject({ name: 'ApiError', code })
})

test('what users itself waited for in vain is named as the culprit', async () => {
  const problem = { code: 'database_timeout', detail: 'the database did not answer in time' }
  const { users } = usersAnswering(504, JSON.stringify(problem))

  await expect(users.exists('7', signal)).rejects.toThrow(
    new ApiError('database_timeout', 'users: the database did not answer in time'),
  )
})

test('an id leads nowhere else, and the caller’s signal passes on', async () => {
  const { users, asked } = usersAnswering(200)

  await users.exists('../admin?x#y', signal)

  expect(asked).toEqual([{ method: 'GET', path: '/users/..%2Fadmin%3Fx%23y', signal }])
})

test('a timeout of the call stays what it is', async () => {
  const late = new ApiError('upstream_timeout', 'users did not answer within 5 ms')
  const users = createUsersClient(() => Promise.reject(late))

  await expect(users.exists('7', signal)).rejects.toBe(late)
})

const message = { messageId: '019b5e3c-5f3c-7c7c-8f3c-0123456789ab', points: 2 }

test('points are sent as JSON to the user whose they are', async () => {
  const { users, asked } = usersAnswering(200)

  await users.addPoints('a/b', message)

  expect(asked).toEqual([
    {
      method: 'POST',
      path: '/users/a%2Fb/points',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
      signal: expect.any(AbortSignal),
    },
  ])
})

test.each([
  [404, 'upstream_error'],
  [201, 'upstream_error'],
  [503, 'unavailable'],
])('a %i is %s, and the points are not taken for given', async (status, code) => {
  const { users } = usersAnswering(status)

  await expect(users.addPoints('7', message)).rejects.toMatchObject({ name: 'ApiError', code })
})
