// Sends each kind of request to servers in this very process, started with the register file, and
// marks in what it exports where one ends.
import { subscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { flushTelemetry, shutdownTelemetry, withSpan } from '../index.ts'
import { type Kind, kinds } from './test-kinds.ts'
import { anonymousTls, listenAll } from './test-plain.ts'

/** Those that have begun and are not over. */
const open = new Set<ServerResponse>()
let begun = Promise.withResolvers<void>()
subscribe('http.server.request.start', (message) => {
  const { response } = message as { response: ServerResponse }
  open.add(response)
  response.once('close', () => open.delete(response))
  begun.resolve()
})

process.on('uncaughtException', () => {}) // one kind throws

const ports = await listenAll()
for (const kind of kinds) {
  await send(kind)
  withSpan('kind', () => {})
  await flushTelemetry()
}
await shutdownTelemetry()
process.exit()

async function send({ to, sends, leaves }: Kind): Promise<void> {
  begun = Promise.withResolvers()
  const port = ports[to]
  const socket: Socket =
    to === 'tls'
      ? connectTls({ ...anonymousTls, host: '127.0.0.1', port, rejectUnauthorized: false })
      : connect(port, '127.0.0.1')
  const closed = once(socket, 'close')
  socket.on('error', () => {}) // the server may cut it
  socket.resume().write(sends.replaceAll('\n', '\r\n'))
  if (leaves) await begun.promise.then(() => socket.destroy())
  await closed
  while (open.size > 0) await setImmediate()
  await setImmediate() // what is done once the answer is over
}
