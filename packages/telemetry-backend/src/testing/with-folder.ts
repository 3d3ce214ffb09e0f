import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder that exists while `run` does. */
export async function withFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'telemetry-backend-'))
  try {
    await run(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}
