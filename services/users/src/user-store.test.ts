import { randomUUID } from 'node:crypto'
import { sharedDatabase } from '@onetrace/service/testing'
import { expect, test } from 'vitest'
import { createUserStore } from './user-store.ts'

const database = sharedDatabase(new URL('../migrations/', import.meta.url))

test('a user that was inserted is found by its id, in either case', async () => {
  const users = createUserStore(database())

  const user = await users.insert({ name: 'Jo 🍵' })

  expect(user).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), name: 'Jo 🍵' })
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
  const name = '🍵'.repeat(100) // 200 UTF-16 units, the most that the door lets in

  expect((await users.insert({ name })).name).toBe(name)
})
