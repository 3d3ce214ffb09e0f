import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { hasCode } from './error-code.ts'

/** Below Linux' ephemeral range (32768 and up), from which any outgoing connection may take a port. */
const firstPort = 15_000
const blockSize = 50
const blocks = 340

/** Ports that no other process draws from. */
interface Block {
  first: number
  drawn: number
}

let block: Promise<Block> | undefined

/**
 * A free port. Between the choice of a port and its use, and while a service is restarted, it is open
 * for anybody: so each process draws from a block of its own, which is held by listening on its first
 * port for as long as the process lives. A port is drawn once.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 10 * blockSize; tries++) {
    block ??= claimBlock()
    const current = block
    const own = await current
    own.drawn += 1
    const port = own.first + own.drawn
    if (own.drawn < blockSize && (await isFree(port))) return port
    if (own.drawn >= blockSize && block === current) block = undefined
  }
  throw new Error(
    'expected a free port in 15000-31999 on the loopback, found none in 10 blocks of 50',
  )
}

async function claimBlock(): Promise<Block> {
  for (let tries = 0; tries < blocks; tries++) {
    const first = firstPort + blockSize * Math.floor(Math.random() * blocks)
    if (await holds(first)) return { first, drawn: 0 }
  }
  throw new Error('expected a block of ports in 15000-31999 that nobody holds, found none')
}

function holds(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const holder = createServer((socket) => socket.destroy())
  holder.once('error', () => resolve(false))
  holder.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(true))
  holder.unref()
  return promise
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
