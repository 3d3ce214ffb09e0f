import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Fleet, type FleetOptions, startFleet } from '@onetrace/dev'
import { onFreePorts } from './backend.ts'
import { backendName } from './backend-name.ts'

export interface TestFleet extends Fleet, AsyncDisposable {
  /** Everything that its processes wrote to their terminal. */
  lines: string[]
}

/** A fleet of real processes on ports and in a folder of its own, both gone afterwards. */
export async function startTestFleet(options: Pick<FleetOptions, 'env'> = {}): Promise<TestFleet> {
  const dir = mkdtempSync(join(tmpdir(), 'onetrace-e2e-'))
  const lines: string[] = []
  const remove = () => rmSync(dir, { recursive: true, force: true })
  try {
    const fleet = await startFleet({
      ...options,
      ...(await onFreePorts(backendName(process.env))),
      dir,
      onLine: (line) => lines.push(line),
    })
    return {
      ...fleet,
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
