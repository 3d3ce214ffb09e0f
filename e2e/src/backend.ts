import { anyPorts, anyPortsWithStack } from '@onetrace/dev'

/**
 * ONETRACE_BACKEND says what the fleets of the suite send their telemetry to; free ports for it.
 * The tests are the same: what holds for one has to hold for the other.
 */
export async function chosenBackend({ ONETRACE_BACKEND: chosen = 'embedded' }: NodeJS.ProcessEnv) {
  if (chosen === 'embedded') return { backend: chosen, ports: await anyPorts() } as const
  if (chosen === 'stack') {
    return { backend: chosen, ports: await anyPortsWithStack(), scrapeInterval: '500ms' } as const
  }
  throw new Error(`ONETRACE_BACKEND: expected embedded or stack, got ${chosen}`)
}
