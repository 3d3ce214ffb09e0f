import { rmSync } from 'node:fs'
import {
  holdPort,
  listenForStop,
  loopbackDirect,
  type StopSignal,
  skeleton,
  whenGone,
} from '@onetrace/processes'
import { demoApiKey, demoCurl, demoPageUrl, seedDemoUser } from './demo.ts'
import { claim, runningDev } from './dev-lock.ts'
import { pathOf } from './environment.ts'
import { type Fleet, startFleet } from './fleet.ts'
import { defaultPorts, defaultPortsWithStack } from './ports.ts'
import { readableLine } from './readable-lines.ts'
import { screen } from './screen.ts'
import { workspaceRoot } from './services.ts'
import { readStatementLogging } from './statement-logging.ts'

export interface RunOptions {
  /** Whether to start without the data of earlier runs. */
  fresh: boolean
  backend: 'embedded' | 'stack'
}

/**
 * Runs `pnpm dev` or `pnpm stack --native`: a fleet on the default ports, with its services in
 * watch mode, one screen and one Ctrl-C. It ends the process when the fleet has ended.
 */
export async function runFleet(options: RunOptions): Promise<never> {
  Object.assign(process.env, loopbackDirect(process.env)) // for our own calls, see `inherited`
  const stop = listenForStop()
  try {
    process.exitCode = await run(options, stop)
  } catch (err) {
    if (!stop.signal.aborted) say(err instanceof Error ? err.message : String(err))
    process.exitCode = stop.signal.aborted ? 0 : 1
  }
  // Open keep-alive connections of fetch would only delay the end.
  process.exit()
}

async function run(options: RunOptions, { signal, stopped }: StopSignal): Promise<number> {
  const dir = pathOf(new URL('.onetrace/', workspaceRoot))
  const running = await runningDev(dir)
  if (running) {
    say(`a fleet runs in this folder already (pid ${running.pid}): ${running.jaegerUrl}`)
    return 1
  }
  if (options.fresh) rmSync(dir, { recursive: true, force: true })
  await using stack = new AsyncDisposableStack()
  const fleet = await start({ ...options, dir, stack, signal })
  const broken = Promise.race([fleet.broken, partKilled(fleet)])
  const why = await Promise.race([stopped, broken.then((reason) => ({ reason }))])
  if (typeof why === 'string') return 0
  say(`ended, since ${why.reason}`)
  return 1
}

function partKilled(fleet: Fleet): Promise<string> {
  return new Promise((resolve) => {
    whenGone(skeleton(fleet.held()), (pid) => resolve(`its process ${pid} was killed`))
  })
}

interface Start extends RunOptions {
  dir: string
  stack: AsyncDisposableStack
  signal: AbortSignal
}

async function start({ dir, stack, signal, backend }: Start): Promise<Fleet> {
  const chosen = await portsFor(backend)
  const { ports, moved } = chosen
  const apiKey = demoApiKey(dir)
  const alive = await holdPort()
  stack.defer(alive.close)
  const jaegerUrl = `http://localhost:${ports.query}`
  const lokiUrl = `http://localhost:${ports.loki}`
  stack.defer(claim(dir, { pid: process.pid, alivePort: alive.port, jaegerUrl, lokiUrl }))

  const fleet = await startFleet({
    ...chosen,
    dir,
    apiKey,
    run: 'watch',
    signal,
    databaseUrls: givenDatabases(process.env),
    statementLogging: readStatementLogging(process.env),
    env: {
      all: telemetryVariables(process.env),
      backend: { TRY_CURL: demoCurl(ports, apiKey), TRY_GATEWAY_URL: demoPageUrl(ports, apiKey) },
    },
    onLine: (line) => say(readableLine(line)),
    say,
  })
  stack.defer(fleet.stop)
  await seedDemoUser(fleet.databaseUrls.users)
  say(screen({ fleet, moved, seconds: performance.now() / 1000 }))
  return fleet
}

async function portsFor(backend: RunOptions['backend']) {
  if (backend === 'embedded') return { backend, ...(await defaultPorts(process.env)) }
  return { backend, ...(await defaultPortsWithStack(process.env)) }
}

/**
 * The variables `OTEL_*` of the caller's shell, for all services, but without the service's name.
 */
function telemetryVariables(env: NodeJS.ProcessEnv): Record<string, string> {
  const chosen = Object.entries(env).filter(
    ([key, value]) => key.startsWith('OTEL_') && key !== 'OTEL_SERVICE_NAME' && value,
  )
  return Object.fromEntries(chosen) as Record<string, string>
}

function givenDatabases({
  ORDERS_DATABASE_URL: orders,
  USERS_DATABASE_URL: users,
}: NodeJS.ProcessEnv) {
  return { ...(orders && { orders }), ...(users && { users }) }
}

function say(text: string | undefined): void {
  if (text !== undefined) process.stdout.write(`${text}\n`)
}
