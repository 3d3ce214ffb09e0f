import { createSocket } from 'node:dgram'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export interface JaegerCollector extends AsyncDisposable {
  port: number
  /** Thrift payloads as they came. */
  received: Buffer[]
}

/** Takes `Agent.emitBatch` packets, Thrift's binary protocol, as a Jaeger agent does on 6832. */
export async function listenUdp(): Promise<JaegerCollector> {
  const received: Buffer[] = []
  const socket = createSocket('udp4', (packet) => void received.push(packet))
  await new Promise<void>((bound) => socket.bind(0, '127.0.0.1', bound))
  return {
    port: socket.address().port,
    received,
    [Symbol.asyncDispose]: () => new Promise((closed) => socket.close(() => closed())),
  }
}

/** Takes `POST /api/traces` with `application/x-thrift`, as a Jaeger collector does on 14268. */
export async function listenHttp(): Promise<JaegerCollector> {
  const received: Buffer[] = []
  const server = createServer(async (req, res) => {
    const body = await buffer(req)
    const isBatch =
      req.url === '/api/traces' && req.headers['content-type'] === 'application/x-thrift'
    if (isBatch) received.push(body)
    res.writeHead(isBatch ? 202 : 400).end()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    port: (server.address() as AddressInfo).port,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
