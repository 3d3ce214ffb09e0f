import type { Span } from '@onetrace/spans'
import { failedUnanswered } from './call.ts'
import type { Subject } from './subject.ts'

/** A span and the call of another service that it answers. */
export interface AnsweredCall {
  client: Span
  server: Span
}

export function answeredCalls(subject: Subject): AnsweredCall[] {
  return subject.hops.flatMap(({ from, to }) => {
    if (!from || !to || from.span.kind !== 'client') return []
    return from.span.service === to.span.service ? [] : [{ client: from.span, server: to.span }]
  })
}

/** Below this nothing is said: the clocks of a good network, and of one machine, differ by less. */
export const tolerance = 5_000_000n

/**
 * How far the server's clock is behind (below zero) or ahead. Only what cannot be is taken for it: a
 * server that began before it was called, or after its answer had come. One that merely ends late
 * was busy: its span ends when the answer has left it; one that begins late may have been suspended,
 * when the caller gave up and no answer came.
 */
export function skewOf({ client, server }: AnsweredCall): bigint {
  const early = client.startTime - server.startTime > tolerance
  const late = !failedUnanswered(client) && server.startTime - client.endTime > tolerance
  return early || late ? middleOf(server) - middleOf(client) : 0n
}

export function durationOf({ startTime, endTime }: Span): bigint {
  return endTime - startTime
}

function middleOf({ startTime, endTime }: Span): bigint {
  return (startTime + endTime) / 2n
}
