import { type BaggageEntry, type Context, propagation } from '@opentelemetry/api'
import { formatBaggage } from './propagation/baggage-header.ts'

/** Values have a limit because a stranger chooses them. */
const longestValue = 64
/** Of all that is let in together, as it is sent: a character may take twelve bytes there. */
const mostBytes = 1024

/**
 * The baggage entries of these keys. A value that is too long is left out and not cut, because the
 * first part of one tenant's name may be the name of another tenant.
 */
export function listedBaggage(from: Context, keys: readonly string[]): [string, BaggageEntry][] {
  const baggage = propagation.getBaggage(from)
  if (!baggage) return []
  return keys.flatMap((key) => {
    const entry = baggage.getEntry(key)
    return entry && entry.value.length <= longestValue ? [[key, entry]] : []
  })
}

/** The same context with nothing but these keys in the baggage, without their properties. */
export function onlyListedBaggage(from: Context, keys: readonly string[]): Context {
  const kept: Record<string, BaggageEntry> = {}
  let room = mostBytes + 1
  for (const [key, { value }] of listedBaggage(from, keys)) {
    const bytes = sentBytes(key, value)
    if (bytes >= room) continue
    kept[key] = { value }
    room -= bytes + 1
  }
  if (Object.keys(kept).length === 0) return propagation.deleteBaggage(from)
  return propagation.setBaggage(from, propagation.createBaggage(kept))
}

/** What is sent is ASCII. */
function sentBytes(key: string, value: string): number {
  const alone = propagation.createBaggage({ [key]: { value } })
  return formatBaggage(alone, () => {})?.length ?? 0
}
