import { join } from 'node:path'
import { startStack } from '@onetrace/stack'
import type { BackendOptions } from './backend-process.ts'
import type { Environment } from './environment.ts'
import type { BackendUrls } from './fleet-urls.ts'
import type { PortsWithStack } from './ports.ts'
import { serviceNames } from './services.ts'

export interface StackBackendOptions extends BackendOptions {
  ports: PortsWithStack
  dir: string
  scrapeInterval: string | undefined
  say: ((line: string) => void) | undefined
  signal: AbortSignal | undefined
  env: Environment
}

interface StartedStack extends BackendUrls {
  /** What a person should know about it. */
  note?: string
}

/**
 * Starts the real Jaeger and Prometheus, and Loki or its stand-in, in place of the embedded
 * backend.
 */
export async function startStackBackend(options: StackBackendOptions): Promise<StartedStack> {
  const { ports, dir, logDir, scrapeInterval, env, onLine, say, stack, report, signal } = options
  const over = new AbortController()
  const starting = startStack({
    ports,
    dir: join(dir, 'stack'),
    logDir,
    targets: Object.fromEntries(serviceNames.map((name) => [name, ports[`${name}Management`]])),
    standInEnv: env,
    onLine,
    ...(scrapeInterval && { scrapeInterval }),
    ...(say && { say }),
    signal: signal ? AbortSignal.any([signal, over.signal]) : over.signal,
  })
  // This is set before it has started, since another part of the fleet may fail meanwhile.
  stack.defer(async () => {
    over.abort(new Error('the fleet is being stopped'))
    await starting.then(
      (started) => started.stop(),
      () => {}, // it has stopped what it had started
    )
  })
  const { urls, note, broken } = await starting
  broken.then(report)
  const { quiesce, prometheus, page } = urls
  return { quiesce, prometheus, ...(page && { page }), ...(note && { note }) }
}
