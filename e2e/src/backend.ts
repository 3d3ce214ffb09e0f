import { anyPorts, anyPortsWithStack } from '@onetrace/dev'
import type { BackendName } from './backend-name.ts'

/** The options of `startFleet` for a backend on free ports. */
export async function onFreePorts(backend: BackendName) {
  if (backend === 'embedded') return { backend, ports: await anyPorts() } as const
  return { backend, ports: await anyPortsWithStack(), scrapeInterval: '500ms' } as const
}
