import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Encoding } from '@onetrace/spans/thrift'
import { type Listener, type PortReason, portError } from '../http/listen.ts'
import { noteRefusal } from '../refusal.ts'
import type { ThriftReceiver } from './http-receiver.ts'

interface UdpOptions extends PortReason {
  encoding: Encoding
  receiver: ThriftReceiver
}

/** A burst of spans waits here; the system may give less, and drops what does not fit. */
const receiveBufferBytes = 4 * 1024 * 1024

/** Jaeger's agent: one `emitBatch` per datagram. Nothing is answered, so all losses are counted. */
export async function listenUdp(options: UdpOptions): Promise<Listener> {
  const { host, port, encoding, receiver } = options
  const socket = createSocket({
    type: host.includes(':') ? 'udp6' : 'udp4',
    recvBufferSize: receiveBufferBytes,
  })
  socket.on('message', (packet, { address, port: from }) => {
    void takePacket(packet, { encoding, receiver, from: `${address}:${from}` })
  })
  socket.bind({ port, address: host, exclusive: true })
  await once(socket, 'listening').catch((cause) => {
    throw portError(cause, options)
  })
  socket.on('error', () => {}) // a later error is one packet's, and packets may be lost
  const url = `udp://${host.includes(':') ? `[${host}]` : host}:${socket.address().port}`
  return { url, close: () => new Promise((closed) => socket.close(closed)) }
}

async function takePacket(
  packet: Buffer,
  { encoding, receiver, from }: Pick<UdpOptions, 'encoding' | 'receiver'> & { from: string },
): Promise<void> {
  const { packetToSpans, ThriftDecodeError } = await import('@onetrace/spans/thrift')
  try {
    receiver.addSpans(packetToSpans(packet, encoding))
  } catch (error) {
    if (!(error instanceof ThriftDecodeError)) throw error
    receiver.counters.packetsRefused += 1
    const sender = { door: `${encoding} thrift over UDP`, from }
    noteRefusal(receiver.refusals, sender, error.message)
  }
}
