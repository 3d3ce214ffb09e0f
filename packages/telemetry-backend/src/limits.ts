/** All limits that can be set; `config.ts` names the variables. */
export interface Limits {
  /**
   * Estimated bytes of all spans. Beyond it whole traces leave, the one with the oldest activity
   * first.
   */
  bytes: number
  traces: number
  /** Ids of traces that left, which are kept to say so and to refuse spans that come later. */
  evictedIds: number
  /** Estimated bytes of all log lines: beyond it the oldest lines leave. */
  logBytes: number
  /** Different label sets of log lines. */
  logStreams: number
  /** One export of spans, both as sent and inflated. */
  bodyBytes: number
  /** The same over gRPC. */
  grpcBytes: number
  /** One push of log lines. */
  pushBytes: number
  /** All requests under way together. */
  bodiesBytes: number
  /** By how much Jaeger's v1 answers move a span into its parent, at most. */
  clockSkewMs: number
}

const megabyte = 1024 * 1024

export const defaultLimits: Limits = {
  bytes: 128 * megabyte,
  traces: 20_000,
  evictedIds: 50_000,
  logBytes: 64 * megabyte,
  logStreams: 5000, // Loki's max_global_streams_per_user
  bodyBytes: 20 * megabyte, // the collector's own, confighttp's max_request_body_size
  grpcBytes: 4 * megabyte, // gRPC's own, which the collector leaves as it is
  pushBytes: 32 * megabyte,
  bodiesBytes: 192 * megabyte,
  clockSkewMs: 0, // Jaeger's max_clock_skew_adjust: it only says what it would do
}
