import type { LogStore } from '../log-store.ts'
import type { OtlpDecoder } from '../otlp/logs.ts'

/** What Loki's API stands on. */
export interface LokiParts {
  store: LogStore
  limits: {
    /** One push, as sent and inflated. */
    pushBytes: number
    /** Different label sets. */
    logStreams: number
  }
  /** For `/otlp/v1/logs`, which is 404 without it. */
  otlp?: OtlpDecoder
  /** How many lines of a push were taken and how many refused, for the numbers of the host. */
  onPush?: (lines: { taken: number; refused: number }) => void
  /** Ends the warning that lines of the asked time had to leave: what its reader can do. */
  lossAdvice?: string
}
