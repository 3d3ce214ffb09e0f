import { createServer } from 'node:net'
import { hasCode } from './error-code.ts'

export class PortTakenError extends Error {
  override name = 'PortTakenError'
  readonly port: number

  constructor(port: number) {
    super(`expected port ${port} of 127.0.0.1 to be free for PostgreSQL, it is in use`)
    this.port = port
  }
}

/**
 * A free port below Linux' ephemeral range (32768 and up): a port found by listening on 0 can be
 * taken by any outgoing connection before its user binds it.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = 15_000 + Math.floor(Math.random() * 17_000)
    if (await portIsFree(port)) return port
  }
  throw new Error('expected a free port in 15000-31999 on 127.0.0.1, found none in 100 tries')
}

export function portIsFree(port: number): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  const probe = createServer()
  probe.once('error', (error) => (hasCode(error, 'EADDRINUSE') ? resolve(false) : reject(error)))
  probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  return promise
}
