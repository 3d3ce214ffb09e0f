import { namesLost } from './baggage.ts'
import type { HopHeaders } from './verdict.ts'

/** What happened to the other two headers on the way; nothing where both sides are alike. */
export interface Notes {
  tracestate: string | undefined
  baggage: string | undefined
}

export function notesOn({ sent, received }: HopHeaders): Notes {
  return {
    tracestate: sent && received && noteOnTracestate(sent.tracestate, received.tracestate),
    baggage: sent && received && noteOnBaggage(sent.baggage, received.baggage),
  }
}

type Headers = NonNullable<HopHeaders['sent']>

function noteOnTracestate(
  sent: Headers['tracestate'],
  received: Headers['tracestate'],
): string | undefined {
  if (sent.state !== 'value' || received.state !== 'value') return addedOrStripped(sent, received)
  return sent.value === received.value ? undefined : 'rewritten on the way'
}

function noteOnBaggage(sent: Headers['baggage'], received: Headers['baggage']): string | undefined {
  if (sent.state !== 'value' || received.state !== 'value') return addedOrStripped(sent, received)
  if (sent.value === received.value) return undefined
  const lost = namesLost(sent.names, received.names)
  const added = namesLost(received.names, sent.names)
  const words = [
    ...(lost.length > 0 ? [`lost on the way: ${lost.join(', ')}`] : []),
    ...(added.length > 0 ? [`added on the way: ${added.join(', ')}`] : []),
  ]
  return words.join('; ') || 'in another order'
}

type Presence = { state: 'value' | 'absent' | 'unknown' }

function addedOrStripped(sent: Presence, received: Presence): string | undefined {
  if (sent.state === 'value' && received.state === 'absent') return 'stripped on the way'
  if (sent.state === 'absent' && received.state === 'value') return 'added on the way'
  return undefined
}
