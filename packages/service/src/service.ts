import {
  assertInstrumented,
  createMetrics,
  type Logger,
  type Metrics,
  shutdownTelemetry,
  traceNothingOn,
  type UsedLibraries,
} from '@onetrace/telemetry'
import express, { type Express } from 'express'
import { drain } from './drain.ts'
import { InFlight } from './in-flight.ts'
import { listen } from './listen.ts'
import { type Check, managementListener } from './management.ts'
import type { EnvReader } from './read-env.ts'

/** What every service's process is configured with. */
export interface ServiceConfig {
  host: string
  port: number
  managementHost: string
  managementPort: number
  drainMs: number
}

export function readServiceConfig(
  from: EnvReader,
  ports: { port: number; management: number },
): ServiceConfig {
  return {
    host: from.text('HOST', '127.0.0.1'),
    port: from.port('PORT', ports.port),
    managementHost: from.text('MANAGEMENT_HOST', '127.0.0.1'),
    managementPort: from.port('MANAGEMENT_PORT', ports.management),
    drainMs: from.milliseconds('DRAIN_TIMEOUT', 10_000),
  }
}

/** What routes and stores of one process share. */
export interface ServiceContext {
  log: Logger
  metrics: Metrics
  inFlight: InFlight
}

export function createServiceContext(log: Logger): ServiceContext {
  return { log, metrics: createMetrics(), inFlight: new InFlight() }
}

export interface RunOptions extends ServiceContext {
  name: string
  config: ServiceConfig
  app: Express
  checks?: Record<string, Check>
  /** Patched libraries of this process besides express. */
  libraries?: UsedLibraries
  /** Given back after the last request, before telemetry is flushed; by name for the message. */
  close?: Record<string, () => Promise<void>>
}

/** Listens on both ports and drains on SIGTERM or SIGINT. */
export async function runService(options: RunOptions): Promise<void> {
  const { name, config, app, log, metrics, inFlight, checks = {}, close = {}, libraries } = options
  assertInstrumented({ express, ...libraries })
  let draining = false
  const management = await listen({
    listener: managementListener({ name, metrics, inFlight, checks, isDraining: () => draining }),
    host: config.managementHost,
    port: config.managementPort,
    purpose: `${name}'s management port`,
    variable: 'MANAGEMENT_PORT',
  })
  traceNothingOn(management.port)
  const main = await listen({
    listener: app,
    host: config.host,
    port: config.port,
    purpose: name,
    variable: 'PORT',
  })
  log.info({ port: main.port, managementPort: management.port }, 'listening')

  const stop = (signal: NodeJS.Signals) => {
    if (draining) return // a supervisor's SIGTERM on top of the terminal's SIGINT
    draining = true
    log.info({ signal, inFlight: inFlight.count }, 'draining')
    drain({
      steps: [
        ['requests in flight', () => finishRequests(main.server, inFlight)],
        ...Object.entries(close),
        ['telemetry', shutdownTelemetry], // last: the requests above still end spans
      ],
      deadlineMs: config.drainMs,
      log,
    })
  }
  process.on('SIGTERM', stop).on('SIGINT', stop)
}

async function finishRequests(
  server: import('node:http').Server,
  inFlight: InFlight,
): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  await inFlight.idle()
  server.closeAllConnections() // keep-alive connections would stay for seconds
  await closed
}
