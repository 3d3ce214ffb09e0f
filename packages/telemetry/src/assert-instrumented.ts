import { channel } from 'node:diagnostics_channel'
import { Server } from 'node:http'
import { type RunningSdk, runningSdk } from './sdk-state.ts'
import { type ExpressModule, seesRoutes } from './server/sees-routes.ts'

/** Libraries of a process as the process itself imported them. */
export interface UsedLibraries {
  express?: ExpressModule
  pg?: { Client: { prototype: object } }
}

/**
 * Throws when a library that the process uses is not seen by its instrumentation. Without this check
 * its spans would be missing, and nothing would say so. It checks nothing when no SDK runs, and leaves
 * out what `OTEL_NODE_DISABLED_INSTRUMENTATIONS` switched off.
 */
export function assertInstrumented(used: UsedLibraries): void {
  const sdk = runningSdk()
  if (!sdk) return
  const { patched, heard } = checks(used, sdk)
  const unpatched = missing(patched, sdk)
  if (unpatched) {
    throw new Error(
      `telemetry: expected ${unpatched} to be patched, but the process loaded it unpatched: ` +
        'its spans would be missing. Is @onetrace/telemetry/register the first --import, and is ' +
        'there one copy of the library?',
    )
  }
  const unheard = missing(heard, sdk)
  if (unheard) {
    throw new Error(
      `telemetry: expected ${unheard} to publish on its diagnostics channels, but nothing is heard: ` +
        'its spans or their routes would be missing. Is it Express 5.3 or newer, and a Node that ' +
        'package.json allows? SERVER_SPANS=stock patches http and express instead.',
    )
  }
}

type Check = () => boolean

/** What is seen by patches, and what by channels. */
function checks({ express, pg }: UsedLibraries, sdk: RunningSdk) {
  const isPatched = (owner: object, method: string) => () =>
    sdk.isPatched(Reflect.get(owner, method))
  const hasListener = (name: string) => () => channel(name).hasSubscribers
  const byPatch: Record<string, Check> = {
    http: isPatched(Server.prototype, 'emit'),
    ...(express && { express: isPatched(express.application, 'use') }),
  }
  const byChannel: Record<string, Check> = {
    http: hasListener('http.server.request.start'),
    ...(express && { express: () => seesRoutes(express) }),
  }
  return {
    patched: {
      ...(sdk.patchesServer && byPatch),
      ...(pg && { pg: isPatched(pg.Client.prototype, 'query') }),
    },
    heard: {
      ...(!sdk.patchesServer && byChannel),
      undici: hasListener('undici:request:create'),
    },
  }
}

function missing(checks: Record<string, Check>, { instrumentations }: RunningSdk): string {
  const names = Object.keys(checks).filter((name) => instrumentations.has(name))
  return names.filter((name) => !checks[name]?.()).join(', ')
}
