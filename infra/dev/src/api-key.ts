import { createHash, randomBytes } from 'node:crypto'

export interface ApiKey {
  /** What a caller sends as `Authorization: Bearer`. */
  key: string
  /** For the gateway's API_KEYS, which holds hashes only. */
  entry: string
}

/** A new random key of the caller `demo`. */
export function createApiKey(): ApiKey {
  return withEntry(randomBytes(18).toString('base64url'))
}

export function withEntry(key: string): ApiKey {
  return { key, entry: `demo=${createHash('sha256').update(key).digest('hex')}` }
}
