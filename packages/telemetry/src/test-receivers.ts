import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'

export interface Received {
  path: string
  headers: IncomingMessage['headers']
  /** Already decompressed. */
  body: Buffer
  /** Whether it is neither answered, nor given up by the client. */
  isOpen: boolean
}

export interface HttpReceiver {
  url: string
  received: Received[]
}

/** The status of the answer; with undefined the request hangs. */
type Answer = (request: Received) => number | undefined

/** Lends an HTTP server that keeps what came; it answers with 200 unless told otherwise. */
export async function withHttpReceiver(
  fn: (receiver: HttpReceiver) => Promise<void>,
  answer: Answer = () => 200,
) {
  const received: Received[] = []
  const server = createServer(async (req, res) => {
    const raw = await buffer(req)
    const body = req.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw
    const request: Received = { path: req.url ?? '', headers: req.headers, body, isOpen: true }
    res.on('close', () => {
      request.isOpen = false
    })
    received.push(request)
    const status = answer(request)
    // OTLP answers with an empty message in the encoding of the request.
    const isJson = req.headers['content-type'] === 'application/json'
    if (status !== undefined) res.writeHead(status).end(isJson ? '{}' : '')
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

/** Lends a UDP socket; `packet` resolves with the first datagram, `packets` are all so far. */
export async function withUdpReceiver(
  fn: (receiver: { port: number; packet: Promise<Buffer>; packets: Buffer[] }) => Promise<void>,
) {
  const socket = createSocket('udp4')
  const packets: Buffer[] = []
  socket.on('message', (message) => void packets.push(message))
  const packet = once(socket, 'message').then(([message]) => message as Buffer)
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  try {
    await fn({ port: socket.address().port, packet, packets })
  } finally {
    socket.close()
  }
}
