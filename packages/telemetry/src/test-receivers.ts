import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'

export interface Received {
  path: string
  headers: IncomingMessage['headers']
  /** Not compressed any more. */
  body: Buffer
}

export interface HttpReceiver {
  url: string
  received: Received[]
}

/** Lends an HTTP server that answers everything with 200 and keeps what came. */
export async function withHttpReceiver(fn: (receiver: HttpReceiver) => Promise<void>) {
  const received: Received[] = []
  const server = createServer(async (req, res) => {
    const raw = await buffer(req)
    const body = req.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw
    received.push({ path: req.url ?? '', headers: req.headers, body })
    res.end()
  })
  const url = `http://127.0.0.1:${await listenOnAnyPort(server)}`
  try {
    await fn({ url, received })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

async function listenOnAnyPort(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

/** Lends a UDP socket; `packet` resolves with the first datagram. */
export async function withUdpReceiver(
  fn: (receiver: { port: number; packet: Promise<Buffer> }) => Promise<void>,
) {
  const socket = createSocket('udp4')
  const packet = once(socket, 'message').then(([message]) => message as Buffer)
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  try {
    await fn({ port: socket.address().port, packet })
  } finally {
    socket.close()
  }
}
