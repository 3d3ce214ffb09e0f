import { randomUUID } from 'node:crypto'
import { sharedDatabase } from '@onetrace/service/testing'
import { expect, test } from 'vitest'
import { createUserStore } from './user-store.ts'

const database = sharedDatabase(new URL('../migrations/', import.meta.url))

test('a user that was inserted is found by its id, in either case', async () => {
  const users = createUserStore(database())

  const user = await users.insert({ name: 'Jo 🍵' })

  const id = expect.stringMatching(/^[0-9a-f-]{36}$/)
  expect(user).toEqual({ id, name: 'Jo 🍵', points: 0 })
  expect(await users.find(user.id)).toEqual(user)
  expect(await users.find(user.id.toUpperCase())).toEqual(user)
})

test.each([randomUUID(), '7', '', `' or true --`])('nobody has the id %o', async (id) => {
  const users = createUserStore(database())

  expect(await users.find(id)).toBeUndefined()
})

test('two users of one name are two users', async () => {
  const users = createUserStore(database())

  const [first, second] = [await users.insert({ name: 'Jo' }), await users.insert({ name: 'Jo' })]

  expect(first.id).not.toBe(second.id)
})

test('every name that passes the door fits the table', async () => {
  const users = createUserStore(database())
  const name = '🍵'.repeat(100) // 200 UTF-16 units, the longest name that the route accepts

  expect((await users.insert({ name })).name).toBe(name)
})

test('of deliveries of one message that arrive together one adds the points, all get the sum', async () => {
  const users = createUserStore(database())
  const user = await users.insert({ name: 'Jo' })
  const message = { messageId: randomUUID(), points: 3 }

  const added = await Promise.all(
    Array.from({ length: 8 }, () => users.addPoints(user.id, message)),
  )

  const outcomes = added.map(({ outcome }) => outcome).toSorted()
  expect(outcomes).toEqual(['added', ...Array(7).fill('replayed')])
  expect(await users.find(user.id)).toEqual({ ...user, points: 3 })
})

test('messages of one user that arrive together all count', async () => {
  const users = createUserStore(database())
  const user = await users.insert({ name: 'Jo' })

  const add = () => users.addPoints(user.id, { messageId: randomUUID(), points: 1 })
  await Promise.all(Array.from({ length: 8 }, add))

  expect(await users.find(user.id)).toEqual({ ...user, points: 8 })
})

test.each([randomUUID(), '7'])(
  'nobody with the id %o gets points, and nothing is kept',
  async (id) => {
    const users = createUserStore(database())
    const message = { messageId: randomUUID(), points: 1 }

    expect(await users.addPoints(id, message)).toEqual({ outcome: 'no_user' })

    const kept = 'select from points where message_id = $1'
    expect(await database().query(kept, [message.messageId])).toEqual([])
  },
)
