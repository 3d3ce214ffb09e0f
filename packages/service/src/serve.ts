import type { Server } from 'node:http'
import { shutdownTelemetry, traceNothingOn } from '@onetrace/telemetry'
import type { Express } from 'express'
import { drain, type Step } from './drain.ts'
import { createHttpServer } from './http-server.ts'
import type { InFlight } from './in-flight.ts'
import { listen } from './listen.ts'
import { type Check, managementListener, type Phase } from './management.ts'
import type { ServiceConfig } from './service-config.ts'
import type { ServiceContext } from './service-context.ts'

/** What requests leave to be done later. */
export interface BackgroundWork {
  /** Resolves when all that has been left so far is done; `/quiesce` waits for it. */
  drained: () => Promise<unknown>
  /** Begins no more work, and resolves when the work under way has ended. */
  stop: () => Promise<void>
}

export interface ServeOptions extends ServiceContext {
  name: string
  config: ServiceConfig
  app: Express
  /** What `/readyz` asks, by name. */
  checks: Record<string, Check>
  /**
   * Work that is stopped after the last request, while `close` has not been called yet. The log
   * tells the name of one that does not stop.
   */
  background: Record<string, BackgroundWork>
  /** Closed after that, and before the last spans are sent; named like `background`. */
  close: Record<string, () => Promise<void>>
}

/** Listens on both ports and drains on SIGTERM or SIGINT. */
export async function serve(options: ServeOptions): Promise<void> {
  const { name, config, app, log, metrics, inFlight, checks, background, close } = options
  let phase: Phase = 'starting'
  const management = await listen({
    listener: managementListener({
      name,
      metrics,
      inFlight,
      checks,
      background: () => Promise.all(Object.values(background).map((work) => work.drained())),
      phase: () => phase,
    }),
    host: config.managementHost,
    port: config.managementPort,
    purpose: `${name}'s management port`,
    variable: 'MANAGEMENT_PORT',
  })
  traceNothingOn(management.port)
  const main = await listen({
    listener: createHttpServer(app, { log, metrics }),
    host: config.host,
    port: config.port,
    purpose: name,
    variable: 'PORT',
  })
  phase = 'open'
  log.info({ port: main.port, managementPort: management.port }, 'listening')

  const stop = (signal: NodeJS.Signals) => {
    if (phase === 'draining') return // a supervisor may send SIGTERM after the terminal's SIGINT
    phase = 'draining'
    log.info({ signal, inFlight: inFlight.count }, 'draining')
    drain({
      steps: [
        ['requests in flight', () => finishRequests(main.server, inFlight)],
        ...Object.entries(background).map(([name, { stop }]): Step => [name, stop]),
        ...Object.entries(close),
        ['telemetry', shutdownTelemetry], // it is last because the steps above still end spans
      ],
      deadlineMs: config.drainMs,
      log,
    })
  }
  process.on('SIGTERM', stop).on('SIGINT', stop)
}

async function finishRequests(server: Server, inFlight: InFlight): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  await inFlight.idle()
  server.closeAllConnections() // keep-alive connections would stay open for seconds
  await closed
}
