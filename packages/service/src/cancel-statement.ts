import { connect } from 'node:net'
import type { PoolClient } from 'pg'

/** Of a version of the protocol that was never used for anything else. */
const cancelRequest = 80_877_102

/** What the server told the client when it connected; pg's types leave it out. */
interface BackendKey {
  host: string
  port: number
  processID: number
  secretKey: number
}

/**
 * Asks the server to cancel what this connection runs, over a connection of its own, as the protocol
 * wants it. Whether it comes in time nobody knows, so the client must not be used for another request.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 */
export function cancelStatement(client: PoolClient): void {
  const { host, port, processID, secretKey } = client as unknown as BackendKey
  const message = Buffer.alloc(16)
  for (const [at, number] of [16, cancelRequest, processID, secretKey].entries()) {
    message.writeInt32BE(number, at * 4)
  }
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host)
  socket.setTimeout(1000, () => socket.destroy()).on('error', () => socket.destroy())
  socket.unref().end(message)
}
