import { createServer, type Socket } from 'node:net'
import { bind, closeGraceMs, type Listener, type PortReason, urlOf } from '../http/listen.ts'
import { logLine } from '../log-line.ts'
import type { GrpcIntake, GrpcServer } from './grpc-server.ts'

/**
 * OTLP/gRPC. The port is open from the start; the library behind it, 15 MB, is loaded when the first
 * client has connected.
 */
export async function listenGrpc(options: PortReason & GrpcIntake): Promise<Listener> {
  let loaded: Promise<GrpcServer> | undefined
  const load = () => {
    loaded ??= import('./grpc-server.ts').then(({ createGrpcServer }) => createGrpcServer(options))
    return loaded
  }
  const accept = (socket: Socket) => {
    socket.on('error', () => {}) // a peer that goes away; unheard, it would end the process
    load()
      .then((grpc) => grpc.accept(socket))
      .catch((err) => {
        logLine('error', 'a gRPC connection failed', { err: String(err) })
        socket.destroy()
      })
  }
  const server = createServer(accept)
  await bind(server, options)
  const close = async () => {
    const closed = new Promise((done) => server.close(done)) // when the last connection has ended
    const grpc = await loaded
    grpc?.close(closeGraceMs)
    await closed
  }
  return { url: urlOf(server, options.host), close }
}
