// No program asks for a password, so only this machine may reach them.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startTestStack } from './test-stack.ts'

/** Addresses as the kernel writes them: hexadecimal, in the byte order of the machine. */
const loopback = [
  '0100007F',
  '0000000000000000FFFF00000100007F',
  '00000000000000000000000001000000',
]
const listening = '0A'

function socketsOf(pid: number): Set<string> {
  const folder = `/proc/${pid}/fd`
  const targets = readdirSync(folder).map((name) => {
    try {
      return readlinkSync(`${folder}/${name}`)
    } catch {
      return '' // it was closed meanwhile
    }
  })
  return new Set(targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []))
}

/**
 * `address:port` of each TCP socket that a process listens on,
 * https://docs.kernel.org/networking/proc_net_tcp.html
 */
function listenersOf(pid: number): string[] {
  const sockets = socketsOf(pid)
  return ['tcp', 'tcp6']
    .flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').trim().split('\n').slice(1))
    .map((row) => row.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode = '']) => state === listening && sockets.has(inode))
    .map(([, address = '']) => address)
}

test.runIf(process.platform === 'linux')('nothing of it listens beyond the loopback', async () => {
  await using stack = await startTestStack()

  for (const [name, pid] of Object.entries(stack.pids)) {
    const listeners = listenersOf(pid)
    expect(listeners.length, name).toBeGreaterThan(0)
    const open = listeners.filter((address) => !loopback.includes(address.split(':')[0] ?? ''))
    expect(open, name).toEqual([])
  }
})
