import { createRequire } from 'node:module'
import { expectOk } from '@onetrace/processes'
import type { LogSide, LogSideOptions } from './log-side.ts'
import { loopback } from './ports.ts'
import type { ScrapeTargets } from './prometheus-folder.ts'

export interface StandInOptions extends LogSideOptions {
  targets: ScrapeTargets
  /** Further variables. */
  env?: Record<string, string>
}

export const standInName = 'telemetry-backend'

/**
 * The embedded backend, where it stands in for Loki: it follows the log files itself, answers
 * Loki's API, and shows its page over the real Jaeger.
 */
export function standIn({ ports, logDir, targets, env = {} }: StandInOptions): LogSide {
  const page = loopback(ports.page)
  const main = createRequire(import.meta.url).resolve('@onetrace/telemetry-backend/main')
  const scraped = Object.entries(targets).map(([name, port]) => `${name}=${loopback(port)}/metrics`)
  return {
    launches: [
      {
        name: standInName,
        path: process.execPath,
        args: ['--max-semi-space-size=1', main], // see `smallHeap` of infra/dev
        env: {
          JAEGER_URL: loopback(ports.query),
          JAEGER_QUERY_PORT: String(ports.page),
          LOKI_PORT: String(ports.loki),
          LOG_DIR: logDir,
          SCRAPE_TARGETS: scraped.join(' '),
          SCRAPE_INTERVAL: '2s',
          ...env,
        },
        readyUrl: `${page}/healthz`,
        signed: true,
      },
    ],
    targets: { [standInName]: ports.page },
    quiesce: async () => void (await expectOk(`${page}/quiesce`, 'POST')),
  }
}
