import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, PortTakenError } from './free-port.ts'
import { type PostgresServer, startPostgres } from './launcher.ts'
import { removeFolder } from './leftovers.ts'

/** Lends a server of its own to a test: temporary data, a free port, gone afterwards. */
export async function withPostgres<T>(fn: (server: PostgresServer) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'onetrace-test-'))
  try {
    const server = await startOnFreePort(join(folder, 'data'))
    try {
      return await fn(server)
    } finally {
      await server.stop()
    }
  } finally {
    await removeFolder(folder)
  }
}

/** Another process may take the port between the look and the start. */
async function startOnFreePort(dataDir: string, tries = 5): Promise<PostgresServer> {
  try {
    return await startPostgres({ dataDir, port: await freePort() })
  } catch (error) {
    if (!(error instanceof PortTakenError) || tries === 1) throw error
    return startOnFreePort(dataDir, tries - 1)
  }
}
