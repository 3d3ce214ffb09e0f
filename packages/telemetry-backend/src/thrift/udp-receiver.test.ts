import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { PortError } from '../http/listen.ts'
import { listenUdp } from './udp-receiver.ts'

test('a port that another process has is a PortError that names purpose and variable', async () => {
  const taken = createSocket('udp4')
  taken.bind({ port: 0, address: '127.0.0.1', exclusive: true })
  await once(taken, 'listening')
  const { port } = taken.address()

  const listening = listenUdp({
    host: '127.0.0.1',
    port,
    purpose: 'spans in',
    variable: 'SPANS_PORT',
    encoding: 'binary',
    receiver: { addSpans: () => {}, counters: { packetsRefused: 0 }, refusals: {} } as never,
  })

  await expect(listening).rejects.toThrow(PortError)
  await expect(listening).rejects.toThrow(`port ${port} on 127.0.0.1 is taken`)
  taken.close()
})
