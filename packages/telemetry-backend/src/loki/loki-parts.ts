import type { Counters } from '../counters.ts'
import type { ReadBody } from '../http/body.ts'
import type { Limits } from '../limits.ts'
import type { LogStore } from '../store/log-store.ts'

/** What Loki's API stands on. */
export interface LokiParts {
  store: LogStore
  counters: Counters
  readBody: ReadBody
  limits: Limits
}
