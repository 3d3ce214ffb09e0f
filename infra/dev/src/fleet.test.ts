import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startFleet } from './fleet.ts'
import { anyPorts } from './ports.ts'
import { descendants, processTable } from './process-tree.ts'

function children(): string[] {
  const isPs = ({ command }: { command: string }) => /^(\S*\/)?ps /.test(command)
  return descendants(processTable(), process.pid, isPs)
    .map(({ command }) => command)
    .filter((command) => !command.includes('defunct'))
}

async function inFolder<T>(fn: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'onetrace-fleet-'))
  try {
    return await fn(dir)
  } finally {
    rmSync(dir, { recursive: true })
  }
}

test('a service that cannot start ends the start with its own words, and nothing stays', async () => {
  await inFolder(async (dir) => {
    const before = children()
    const env = { gateway: { API_KEYS: 'no-such-form' } }

    const start = startFleet({ dir, ports: await anyPorts(), env })

    await expect(start).rejects.toThrow(/gateway: configuration: API_KEYS: expected caller=/)
    expect(children()).toEqual(before)
  })
})

test('an aborted start takes down what had started', async () => {
  await inFolder(async (dir) => {
    const before = children()
    const abort = new AbortController()

    const start = startFleet({
      dir,
      ports: await anyPorts(),
      signal: abort.signal,
      onStage: () => abort.abort(new Error('enough')),
    })

    await expect(start).rejects.toThrow('enough')
    expect(children()).toEqual(before)
    expect(readdirSync(dir)).not.toContain('run')
  })
})
