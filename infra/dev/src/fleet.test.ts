import { readdirSync } from 'node:fs'
import { descendants, processTable } from '@onetrace/processes'
import { withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { startFleet } from './fleet.ts'
import { anyPorts } from './ports.ts'

function children(): string[] {
  return descendants(processTable(), process.pid).map(({ command }) => command)
}

test('a service that cannot start ends the start with its own words, and nothing stays', async () => {
  await withFolder(async (dir) => {
    const before = children()
    const env = { gateway: { API_KEYS: 'no-such-form' } }

    const start = startFleet({ dir, ports: await anyPorts(), env })

    await expect(start).rejects.toThrow(/gateway: configuration: API_KEYS: expected caller=/)
    expect(children()).toEqual(before)
  })
})

test('an aborted start takes down what had started', async () => {
  await withFolder(async (dir) => {
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
