import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Fleet, type FleetOptions, startFleet } from '@onetrace/dev'
import { onFreePorts } from './backend.ts'
import { backendName } from './backend-name.ts'

export interface TestFleet extends Fleet, AsyncDisposable {
  services: NonNullable<Fleet['services']>
  /** Everything that its processes wrote to their terminal. */
  lines: string[]
}

/**
 * Limits that no request of a test reaches, even on a busy machine. As usual, the service further
 * down has the shorter one.
 */
const patience = {
  all: {
    DRAIN_TIMEOUT: '60000',
    DATABASE_CONNECT_TIMEOUT: '30000',
    DATABASE_STATEMENT_TIMEOUT: '30000',
    OTEL_EXPORTER_OTLP_TIMEOUT: '120000',
    OTEL_BSP_EXPORT_TIMEOUT: '120000',
  },
  gateway: { UPSTREAM_TIMEOUT: '120000' },
  orders: { USERS_TIMEOUT: '60000' },
}

export type TestFleetOptions = Pick<FleetOptions, 'replicas'>

/** A fleet of real processes on ports and in a folder of its own, both gone afterwards. */
export async function startTestFleet(options: TestFleetOptions = {}): Promise<TestFleet> {
  const dir = mkdtempSync(join(tmpdir(), 'onetrace-e2e-'))
  const lines: string[] = []
  const remove = () => rmSync(dir, { recursive: true, force: true })
  try {
    const fleet = await startFleet({
      ...options,
      env: patience,
      ...(await onFreePorts(backendName(process.env))),
      dir,
      onLine: (line) => lines.push(line),
    })
    const { services } = fleet
    if (!services) throw new Error('expected a fleet whose services can be stopped one by one')
    return {
      ...fleet,
      services,
      lines,
      async [Symbol.asyncDispose]() {
        await fleet.stop()
        remove()
      },
    }
  } catch (err) {
    remove()
    throw err
  }
}
