import { readFileSync, writeFileSync } from 'node:fs'
import { type Process, until } from '@onetrace/processes'
import { expect, test } from 'vitest'
import { serviceFolder } from '../src/services.ts'
import { startDev } from './running-dev.ts'

function pidsOf(all: Process[]): Record<string, number | undefined> {
  const pid = (name: string) =>
    all.find(({ command }) => new RegExp(`^\\S+/node .*${name}\\.env`).test(command))?.pid
  return { gateway: pid('gateway'), orders: pid('orders'), users: pid('users') }
}

test('a saved file restarts its service, and no other', async () => {
  await using dev = startDev()
  await dev.ready()
  const before = pidsOf(dev.processes())
  const file = new URL('src/routes.ts', serviceFolder('orders'))

  writeFileSync(file, readFileSync(file))

  const listening = () => dev.output().match(/orders {3}listening/g) ?? []
  await until(() => expect(listening().length).toBe(2), {
    what: 'orders to listen again',
    deadlineMs: 120_000,
  })
  const after = pidsOf(dev.processes())
  expect(Object.values(before)).not.toContain(undefined)
  expect(after.orders).not.toBe(before.orders)
  expect({ ...after, orders: 0 }).toEqual({ ...before, orders: 0 })
})
