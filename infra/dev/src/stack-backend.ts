import { join } from 'node:path'
import { startStack } from '@onetrace/stack'
import type { BackendOptions } from './backend-process.ts'
import type { BackendUrls } from './fleet-urls.ts'
import type { PortsWithStack } from './ports.ts'
import { serviceNames } from './services.ts'

export interface StackBackendOptions extends BackendOptions {
  ports: PortsWithStack
  dir: string
  scrapeInterval: string | undefined
  say: ((line: string) => void) | undefined
  signal: AbortSignal | undefined
}

/** Real Jaeger, Loki, Promtail and Prometheus in place of the embedded backend. */
export async function startStackBackend(options: StackBackendOptions): Promise<BackendUrls> {
  const { ports, dir, logDir, scrapeInterval, onLine, say, stack, report, signal } = options
  const over = new AbortController()
  const starting = startStack({
    ports,
    dir: join(dir, 'stack'),
    logDir,
    targets: Object.fromEntries(serviceNames.map((name) => [name, ports[`${name}Management`]])),
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
  const { urls, broken } = await starting
  broken.then(report)
  return { quiesce: urls.quiesce, prometheus: urls.prometheus }
}
