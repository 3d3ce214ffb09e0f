import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type ApiKey, createApiKey, withEntry } from './api-key.ts'
import type { Ports } from './ports.ts'
import { serviceFolder } from './services.ts'

/** The user in services/users/seeds/demo.sql. */
export const demoUserId = '01900000-0000-7000-8000-000000000001'

/**
 * The API key of this folder's fleet. It is kept, so that a copied curl line also works tomorrow.
 */
export function demoApiKey(dir: string): ApiKey {
  const file = join(dir, 'api-key')
  try {
    return withEntry(readFileSync(file, 'utf8').trim())
  } catch {
    const made = createApiKey()
    mkdirSync(dir, { recursive: true })
    writeFileSync(file, `${made.key}\n`, { mode: 0o600 })
    chmodSync(file, 0o600)
    return made
  }
}

export function demoCurl({ gateway }: Ports, { key }: ApiKey): string {
  const order = JSON.stringify({ userId: demoUserId, sku: 'tea', quantity: 2 })
  return [
    `curl -i http://localhost:${gateway}/orders`,
    `-H 'authorization: Bearer ${key}'`,
    `-H 'content-type: application/json'`,
    `-d '${order}'`,
  ].join(' ')
}

export function demoPageUrl({ gateway }: Ports, { key }: ApiKey): string {
  return `http://localhost:${gateway}/#key=${key}&user=${demoUserId}`
}

/** To be called once the services have migrated their databases. */
export async function seedDemoUser(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(readFileSync(new URL('seeds/demo.sql', serviceFolder('users')), 'utf8'))
  } finally {
    await client.end()
  }
}
