import { createHash } from 'node:crypto'
import { type ContextMode, contextModes } from '@onetrace/telemetry'

export interface Caller {
  name: string
  /** What becomes of the trace context that it sends. */
  context: ContextMode
}

/** From the SHA-256 of a key, in hex, to the caller whose it is. */
export type ApiKeys = ReadonlyMap<string, Caller>

export const apiKeysForm =
  'caller=<SHA-256 of its key in hex>, each with :continue, :restart or :ignore if wanted, separated by commas'

const entryForm = new RegExp(`^([\\w.-]{1,64})=([0-9a-f]{64})(?::(${contextModes.join('|')}))?$`)

/**
 * Reads `apiKeysForm`; undefined for any other. Hashes, so that neither the environment nor a dump
 * of the process gives a key away. Who has a key is trusted with a trace unless its entry says
 * otherwise.
 */
export function parseApiKeys(text: string): ApiKeys | undefined {
  const keys = new Map<string, Caller>()
  for (const entry of text.split(',')) {
    const [, name, hash, context = 'continue'] = entryForm.exec(entry.trim()) ?? []
    if (!name || !hash) return undefined
    keys.set(hash, { name, context: context as ContextMode })
  }
  return keys
}

/** The key in an `Authorization` header, undefined for a header of another form. */
export function keyOf(authorization: string | undefined): string | undefined {
  return authorization?.match(/^Bearer +([^ ]+)$/i)?.[1]
}

/**
 * The caller that a key belongs to. The key is looked up by its hash, so the time that this takes
 * tells nothing about the key: an attacker cannot choose the hash.
 */
export function callerOf(keys: ApiKeys, key: string | undefined): Caller | undefined {
  if (key === undefined) return undefined
  return keys.get(createHash('sha256').update(key).digest('hex'))
}
