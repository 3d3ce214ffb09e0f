import { randomBytes } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

/** For `--import`: connects a process to the one that started it, and ends it with that one. */
export const lifelineImport = new URL('./lifeline.mjs', import.meta.url).href

export interface LifelineServer {
  /** For the environment of the processes that `lifeline.mjs` is loaded into. */
  env: { ONETRACE_LIFELINE: string }
  /**
   * Resolves with the pid of the first process that ended without saying goodbye: it was killed.
   */
  lost: Promise<number>
  /** Of a process that is about to be killed on purpose: that is no loss. */
  expectKill: (pid: number) => void
  /** Processes that are held now. */
  held: ReadonlySet<number>
  /** Pids of their parents: `node --watch`, which does not load preloads itself. */
  parents: ReadonlySet<number>
  /** Closes all connections; the processes that still have one end. */
  cut: () => void
}

/** Takes the connections that `lifeline.mjs` makes. */
export async function startLifelineServer(): Promise<LifelineServer> {
  const token = randomBytes(16).toString('hex')
  const lost = Promise.withResolvers<number>()
  const parents = new Set<number>()
  const held = new Set<number>()
  const expected = new Set<number>()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    hold(socket, { token, parents, held, expected, onLost: lost.resolve })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    env: { ONETRACE_LIFELINE: `${port}:${token}` },
    lost: lost.promise,
    expectKill: (pid) => void expected.add(pid),
    held,
    parents,
    cut() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

interface Holding {
  token: string
  parents: Set<number>
  held: Set<number>
  expected: Set<number>
  onLost: (pid: number) => void
}

function hold(socket: Socket, { token, parents, held, expected, onLost }: Holding): void {
  let pid: number | undefined
  let farewell = false
  socket.on('error', () => {}) // 'close' follows
  createInterface(socket).on('line', (line) => {
    if (line === 'bye') farewell = true
    else {
      const hello = parseHello(line)
      if (hello?.token !== token) return void socket.destroy()
      pid = hello.pid
      parents.add(hello.ppid)
      held.add(pid)
    }
  })
  socket.once('close', () => {
    if (pid === undefined) return
    held.delete(pid)
    if (!farewell && !expected.delete(pid)) onLost(pid)
  })
}

function parseHello(line: string): { token: string; pid: number; ppid: number } | undefined {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // not one of ours
  }
}
