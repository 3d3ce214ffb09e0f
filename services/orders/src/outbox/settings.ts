import type { EnvReader } from '@onetrace/service'
import type { Shape } from './consumer-span.ts'
import type { RetrySettings } from './retry.ts'

export interface OutboxSettings {
  /** `off`: this process writes messages, another one delivers them. */
  relay: 'on' | 'off'
  shape: Shape
  concurrency: number
  batchSize: number
  leaseMs: number
  pollMs: number
  retry: RetrySettings
}

/** @param deliveryMs the longest that a delivery takes; a lease must last longer, or others begin it again */
export function readOutboxSettings(from: EnvReader, deliveryMs = 0): OutboxSettings {
  return {
    relay: from.oneOf('OUTBOX_RELAY', ['on', 'off']),
    shape: from.oneOf('OUTBOX_TRACE', ['child', 'link']),
    concurrency: from.count('OUTBOX_CONCURRENCY', { fallback: 8, most: 1000 }),
    batchSize: from.count('OUTBOX_BATCH_SIZE', { fallback: 1, most: 1000 }),
    leaseMs: from.count('OUTBOX_LEASE_MS', {
      least: deliveryMs + 1,
      most: 3_600_000,
      fallback: deliveryMs + 8000,
    }),
    pollMs: from.milliseconds('OUTBOX_POLL_MS', 5000),
    retry: {
      baseMs: from.milliseconds('OUTBOX_RETRY_BASE_MS', 500),
      maxMs: from.milliseconds('OUTBOX_RETRY_MAX_MS', 300_000),
      maxAttempts: from.count('OUTBOX_MAX_ATTEMPTS', { fallback: 12, most: 1000 }),
    },
  }
}
