import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { hasCode } from './error-code.ts'

/**
 * A free port below Linux' ephemeral range (32768 and up). A port that was found by listening on 0
 * could be taken by any outgoing connection before its user binds it.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = 15_000 + Math.floor(Math.random() * 17_000)
    if (await isFree(port)) return port
  }
  throw new Error('expected a free port in 15000-31999 on the loopback, found none in 100 tries')
}

/** A free port for each of these names, all different. */
export async function freePorts<Name extends string>(
  names: readonly Name[],
): Promise<Record<Name, number>> {
  const chosen = new Set<number>()
  while (chosen.size < names.length) chosen.add(await freePort())
  const ports = [...chosen]
  const pairs = names.map((name, index) => [name, ports[index]])
  return Object.fromEntries(pairs) as Record<Name, number>
}

/**
 * Whether a port is free for TCP and UDP, on both loopback addresses, since most clients try ::1
 * first for `localhost`.
 */
export async function isFree(port: number): Promise<boolean> {
  const tcp = (await canListen(port)) && (await canListen(port, '::1'))
  return tcp && canBindUdp(port)
}

/** Whether a TCP port can be listened on; also true where the machine has no such address. */
export function canListen(port: number, host = '127.0.0.1'): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  const probe = createServer()
  probe.once('error', (error) => {
    if (hasCode(error, 'EADDRINUSE', 'EACCES')) resolve(false)
    else if (hasCode(error, 'EADDRNOTAVAIL', 'EAFNOSUPPORT'))
      resolve(true) // no IPv6
    else reject(error)
  })
  probe.listen({ port, host, ipv6Only: host === '::1' }, () => probe.close(() => resolve(true)))
  return promise
}

function canBindUdp(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const probe = createSocket('udp4')
  probe.once('error', () => probe.close(() => resolve(false)))
  probe.bind({ port, address: '127.0.0.1', exclusive: true }, () =>
    probe.close(() => resolve(true)),
  )
  return promise
}
