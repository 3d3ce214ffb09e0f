/** What a service has to tell, before it is written. */
export interface NewMessage {
  topic: string
  /** Messages with one key are delivered in the order in which they were committed. */
  key: string
  payload: Record<string, unknown>
}

/** The context of the span that published a message, under the names of its three headers. */
export type Carrier = Partial<Record<(typeof carrierNames)[number], string>>

export const carrierNames = ['traceparent', 'tracestate', 'baggage'] as const

/** A message as a relay has taken it. */
export interface Message extends NewMessage {
  id: string
  carrier: Carrier
  /** 1 for the first delivery; it goes on counting after a replay. */
  attempt: number
  /** The same, but counted from the last replay: what decides when to give up. */
  attemptOfRound: number
}
