import { channel } from 'node:diagnostics_channel'
import { Server } from 'node:http'
import { type RunningSdk, runningSdk } from './sdk-state.ts'

/** The libraries of a process as the process itself imported them. */
export interface UsedLibraries {
  express?: { application: object }
  pg?: { Client: { prototype: object } }
}

/**
 * Throws when a library that the process uses was loaded but not patched. Without this check its
 * spans would be missing, and nothing would say so. It checks nothing when no SDK runs, and leaves
 * out what `OTEL_NODE_DISABLED_INSTRUMENTATIONS` switched off.
 */
export function assertInstrumented(used: UsedLibraries): void {
  const sdk = runningSdk()
  if (!sdk) return
  const missing = Object.entries(checks(used)).filter(
    ([name, isPatched]) => sdk.instrumentations.has(name) && !isPatched(sdk),
  )
  if (missing.length === 0) return
  const names = missing.map(([name]) => name).join(', ')
  throw new Error(
    `telemetry: expected ${names} to be patched, but the process loaded it unpatched: ` +
      'its spans would be missing. Is @onetrace/telemetry/register the first --import, and is ' +
      'there one copy of the library?',
  )
}

type Check = (sdk: RunningSdk) => boolean

function checks({ express, pg }: UsedLibraries): Record<string, Check> {
  return {
    http: patched(Server.prototype, 'emit'),
    undici: () => channel('undici:request:create').hasSubscribers,
    ...(express && { express: patched(express.application, 'use') }),
    ...(pg && { pg: patched(pg.Client.prototype, 'query') }),
  }
}

function patched(owner: object, method: string): Check {
  return (sdk) => sdk.isPatched(Reflect.get(owner, method))
}
