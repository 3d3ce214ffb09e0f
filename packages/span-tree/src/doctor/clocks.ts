import type { Span } from '../model.ts'
import { parentOf } from './examined.ts'
import type { Subject } from './subject.ts'

/** A span and the call of another service that it answers. */
export interface AnsweredCall {
  client: Span
  server: Span
}

export function answeredCalls(subject: Subject): AnsweredCall[] {
  return subject.nodes.flatMap((node) => {
    const parent = parentOf(node, subject)?.span
    const isCall = parent?.kind === 'client' && parent.service !== node.span.service
    return isCall ? [{ client: parent, server: node.span }] : []
  })
}

/** Below this nothing is said: clocks of one machine differ by less, so do those of a good network. */
export const tolerance = 2_000_000n

/**
 * How far the server's clock is behind (below zero) or ahead. A server span that would fit into its
 * call and does not lie in it was timed by another clock; one that is longer than its call may
 * simply have gone on after the caller gave up.
 */
export function skewOf({ client, server }: AnsweredCall): bigint {
  const early = client.startTime - server.startTime
  const late = server.endTime - client.endTime
  const fits = durationOf(server) <= durationOf(client)
  const shifted = early > tolerance || (late > tolerance && fits)
  return shifted ? middleOf(server) - middleOf(client) : 0n
}

export function durationOf({ startTime, endTime }: Span): bigint {
  return endTime - startTime
}

function middleOf({ startTime, endTime }: Span): bigint {
  return (startTime + endTime) / 2n
}
