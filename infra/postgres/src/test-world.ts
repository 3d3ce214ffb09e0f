import { readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { removeFolder } from './leftovers.ts'
import { isAlive } from './signal-process.ts'

/** What the tests here share. Nothing outside of tests imports it. */

export async function withFolder<T>(fn: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'onetrace-test-'))
  try {
    return await fn(folder)
  } finally {
    await removeFolder(folder)
  }
}

export async function withClient<T>(url: string, fn: (client: pg.Client) => Promise<T>) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {}) // the server is killed under it
  await client.connect()
  try {
    return await fn(client)
  } finally {
    await client.end()
  }
}

/** Waits for a condition; what it says about itself goes into the failure. */
export async function until(what: string, isMet: () => boolean, ms = 5000): Promise<void> {
  const deadline = Date.now() + ms
  while (!isMet()) {
    if (Date.now() > deadline) throw new Error(`expected within ${ms} ms: ${what}`)
    await delay(10)
  }
}

/** A process that ended and that nobody waited for still has its pid. */
export function isRunning(pid: number): boolean {
  if (!isAlive(pid)) return false
  if (process.platform !== 'linux') return true
  try {
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
