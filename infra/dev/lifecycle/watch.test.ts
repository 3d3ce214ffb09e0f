import { linkSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Process, until } from '@onetrace/processes'
import { expect, test } from 'vitest'
import { pathOf } from '../src/environment.ts'
import { serviceFolder, workspaceRoot } from '../src/services.ts'
import { startDev } from './running-dev.ts'

function pidsOf(all: Process[]): Record<string, number | undefined> {
  const pid = (name: string) =>
    all.find(({ command }) => new RegExp(`^\\S+/node .*${name}\\.env`).test(command))?.pid
  return { gateway: pid('gateway'), orders: pid('orders'), users: pid('users') }
}

/** Adds a hard link to a file, as pnpm does with its store when it installs in another folder. */
function linkElsewhere(file: string): void {
  const dir = mkdtempSync(join(pathOf(workspaceRoot), '.onetrace', 'linked-'))
  linkSync(file, join(dir, 'file'))
  rmSync(dir, { recursive: true })
}

test('a saved file restarts its service, and no other; an install elsewhere restarts none', async () => {
  await using dev = startDev()
  await dev.ready()
  const before = pidsOf(dev.processes())
  const express = pathOf(new URL('node_modules/express/index.js', serviceFolder('gateway')))
  const file = new URL('src/routes.ts', serviceFolder('orders'))

  linkElsewhere(realpathSync(express))
  writeFileSync(file, readFileSync(file))

  const listening = () => dev.output().match(/\S+ +listening/g) ?? []
  await until(() => expect(listening().length).toBeGreaterThan(4), {
    what: 'orders to listen again',
    deadlineMs: 120_000,
  })
  const after = pidsOf(dev.processes())
  expect(listening().slice(4)).toEqual(['orders   listening'])
  expect(Object.values(before)).not.toContain(undefined)
  expect(after.orders).not.toBe(before.orders)
  expect({ ...after, orders: 0 }).toEqual({ ...before, orders: 0 })
})
