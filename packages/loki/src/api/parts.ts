import type { LogStore } from '../log-store.ts'
import type { OtlpDecoder } from '../otlp/logs.ts'

/** What Loki's API needs. */
export interface LokiParts {
  store: LogStore
  limits: {
    /** The size of one push, both as sent and inflated. */
    pushBytes: number
    /** The number of different label sets. */
    logStreams: number
  }
  /** For `/otlp/v1/logs`, which is 404 without it. */
  otlp?: OtlpDecoder
  /** How many lines of a push were taken and how many refused, for the numbers of the host. */
  onPush?: (lines: { taken: number; refused: number }) => void
  /** The end of the warning that lines had to leave; it tells the reader what to do about it. */
  lossAdvice?: string
}
