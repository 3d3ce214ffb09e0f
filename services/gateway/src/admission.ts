import type { Admit, ContextMode } from '@onetrace/telemetry'
import { type ApiKeys, callerOf, keyOf } from './api-keys.ts'

export interface AdmissionRules {
  apiKeys: ApiKeys
  /** For whoever sends no key, or one that is not known. */
  strangerContext: ContextMode
  /** Keys of baggage that callers with an API key may send; strangers may send none. */
  allowedBaggage: readonly string[]
}

/** Whose trace goes on here: the key is looked up before the first span, which needs the answer. */
export function admission({ apiKeys, strangerContext, allowedBaggage }: AdmissionRules): Admit {
  return (header) => {
    const caller = callerOf(apiKeys, keyOf(header('authorization')))
    if (!caller) return { mode: strangerContext, baggage: [] }
    return { mode: caller.context, baggage: allowedBaggage }
  }
}
