import type { Launch } from './launch.ts'
import type { StackPorts } from './ports.ts'
import type { ScrapeTargets } from './prometheus-folder.ts'

export interface LogSideOptions {
  ports: StackPorts
  dir: string
  /** Its log files are followed. */
  logDir: string
}

/** What takes the log lines in and answers Loki's API: Loki with Promtail, or what stands in. */
export interface LogSide {
  launches: Launch[]
  /** What Prometheus scrapes of it. */
  targets: ScrapeTargets
  /** Resolves when it has every line that the log files have now. */
  quiesce: () => Promise<void>
}
