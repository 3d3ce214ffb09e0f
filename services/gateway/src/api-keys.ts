import { createHash } from 'node:crypto'

/** From the SHA-256 of a key, in hex, to the caller whose it is. */
export type ApiKeys = ReadonlyMap<string, string>

export const apiKeysForm = 'caller=<SHA-256 of its key in hex>, separated by commas'

/**
 * Reads `apiKeysForm`; undefined for any other. Hashes, so that neither the environment nor a dump
 * of the process gives a key away.
 */
export function parseApiKeys(text: string): ApiKeys | undefined {
  const keys = new Map<string, string>()
  for (const entry of text.split(',')) {
    const [, caller, hash] = /^([\w.-]{1,64})=([0-9a-f]{64})$/.exec(entry.trim()) ?? []
    if (!caller || !hash) return undefined
    keys.set(hash, caller)
  }
  return keys
}

/**
 * The caller that a key belongs to. A look-up by hash: how long it takes tells nothing about the
 * key, whose hash an attacker cannot steer.
 */
export function callerOf(keys: ApiKeys, key: string): string | undefined {
  return keys.get(createHash('sha256').update(key).digest('hex'))
}
