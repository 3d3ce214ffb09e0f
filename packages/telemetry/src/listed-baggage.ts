import { type BaggageEntry, type Context, context, propagation } from '@opentelemetry/api'

/** A stranger chooses the values. */
const longestValue = 64

/**
 * The baggage entries of these keys. A value that is too long is left out, not cut: what is left of
 * a tenant's name may be another tenant's.
 */
export function listedBaggage(from: Context, keys: readonly string[]): [string, BaggageEntry][] {
  const baggage = propagation.getBaggage(from)
  if (!baggage) return []
  return keys.flatMap((key) => {
    const entry = baggage.getEntry(key)
    return entry && entry.value.length <= longestValue ? [[key, entry]] : []
  })
}

/** Runs `fn`, and all that it calls, with nothing but these keys in the baggage. */
export function withOnlyBaggage<T>(keys: readonly string[], fn: () => T): T {
  const active = context.active()
  const kept = listedBaggage(active, keys).map(([key, { value }]) => [key, { value }] as const)
  const baggage = propagation.createBaggage(Object.fromEntries(kept))
  const only =
    kept.length > 0 ? propagation.setBaggage(active, baggage) : propagation.deleteBaggage(active)
  return context.with(only, fn)
}
