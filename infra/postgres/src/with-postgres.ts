import { join } from 'node:path'
import { freePort } from '@onetrace/processes'
import { withFolder } from '@onetrace/processes/testing'
import { type PostgresServer, startPostgres } from './launcher.ts'
import { PortTakenError } from './port-taken-error.ts'

/** Lends a server of its own to a test: temporary data, a free port, gone afterwards. */
export function withPostgres<T>(fn: (server: PostgresServer) => Promise<T>): Promise<T> {
  return withFolder(async (folder) => {
    const server = await startOnFreePort(join(folder, 'data'))
    try {
      return await fn(server)
    } finally {
      await server.stop()
    }
  })
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
