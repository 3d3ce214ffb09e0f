import type { IncomingMessage } from 'node:http'

export interface Sender {
  /** The path that it sent to. */
  door: string
  /** Its address and, where it says one, its name. */
  from: string
}

/** An export that was answered with an error: its spans are lost unless its sender mends them. */
export interface Refusal extends Sender {
  /** RFC 3339. */
  at: string
  why: string
}

/** The latest one is kept; all of them are counted. */
export interface Refusals {
  last?: Refusal
}

export function noteRefusal(refusals: Refusals, sender: Sender, why: string): void {
  refusals.last = { at: new Date().toISOString(), ...sender, why }
}

export function senderOf({ url = '', socket, headers }: IncomingMessage): Sender {
  const address = `${socket.remoteAddress}:${socket.remotePort}`
  return { door: url.split('?', 1)[0] ?? '', from: named(address, headers['user-agent']) }
}

export function named(address: string, agent: string | undefined): string {
  return agent ? `${address}, ${agent}` : address
}
