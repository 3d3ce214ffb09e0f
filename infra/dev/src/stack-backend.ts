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
  /** What a person is to know of it. */
  note?: string
}

/** Real Jaeger and Prometheus, and Loki as it is here, in place of the embedded backend. */
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
  // Before it is there: something else of the fleet may fail while it starts.
  stack.defer(async () => {
    over.abort(new Error('the fleet is being stopped'))
    await starting.then(
      (started) => started.stop(),
      () => {}, // took itself down
    )
  })
  const { urls, note, broken } = await starting
  broken.then(report)
  const { quiesce, prometheus, page } = urls
  return { quiesce, prometheus, ...(page && { page }), ...(note && { note }) }
}
