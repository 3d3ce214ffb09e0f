import { createHmac, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasCode } from '@onetrace/processes'

export const superuser = 'postgres'

/**
 * Without passwords anyone on this machine could connect as the superuser, who may run programs as
 * the user that started the server. So each cluster gets a random one when it is made, kept
 * in a file inside it that only its owner reads, and every role's password follows from that.
 */
const fileName = 'onetrace.password'

export function randomPassword(): string {
  return randomBytes(24).toString('base64url')
}

export function passwordFile(dataDir: string): string {
  return join(dataDir, fileName)
}

export function readPassword(dataDir: string): string {
  try {
    return readFileSync(passwordFile(dataDir), 'utf8').trim()
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
    throw new Error(
      `expected ${dataDir} to be a data directory that this project made, ${fileName} is missing: ` +
        'remove the folder to start empty',
    )
  }
}

export function rolePassword(password: string, role: string): string {
  if (role === superuser) return password
  return createHmac('sha256', password).update(role).digest('base64url').slice(0, 32)
}
