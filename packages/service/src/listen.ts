import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ListenOptions {
  listener: RequestListener | Server
  host: string
  port: number
  /** Who needs the port, and which variable moves it; the message about a taken port tells both. */
  purpose: string
  variable: string
}

export interface Listening {
  server: Server
  /** The port that the system chose, when 0 was asked for. */
  port: number
}

/** @throws {Error} that names port, purpose and variable when the port cannot be had */
export function listen({
  listener,
  host,
  port,
  purpose,
  variable,
}: ListenOptions): Promise<Listening> {
  const server = typeof listener === 'function' ? createServer(listener) : listener
  return new Promise((resolve, reject) => {
    server.once('error', (err: NodeJS.ErrnoException) => {
      const reason = err.code === 'EADDRINUSE' ? 'is taken' : `cannot be opened (${err.code})`
      const message = `port ${port} on ${host} ${reason}; ${purpose} needs it, ${variable} moves it`
      reject(new Error(message, { cause: err }))
    })
    server.listen(port, host, () =>
      resolve({ server, port: (server.address() as AddressInfo).port }),
    )
  })
}
