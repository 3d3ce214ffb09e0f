import type { Launch } from './launch.ts'
import type { StackPorts } from './ports.ts'
import type { ScrapeTargets } from './prometheus-folder.ts'

export interface LogSideOptions {
  ports: StackPorts
  dir: string
  /** The folder whose log files are followed. */
  logDir: string
}

/** What takes log lines in and answers Loki's API: Loki with Promtail, or the embedded backend. */
export interface LogSide {
  launches: Launch[]
  /** The addresses that Prometheus scrapes. */
  targets: ScrapeTargets
  /** Resolves when it has every line that the log files have now. */
  quiesce: () => Promise<void>
}
