import type { Metrics } from '@onetrace/telemetry'
import type { Delivery } from './deliver.ts'
import type { OutboxStore } from './outbox-store.ts'

/**
 * The state of the outbox at each scrape. It is the table's, not this process's: of several orders
 * processes each tells the same, so that a query takes their `max`, not their `sum`.
 */
export function watchOutbox(metrics: Metrics, store: OutboxStore): void {
  metrics.watchGauges(
    {
      outbox_pending_messages: 'Messages that are neither delivered nor given up.',
      outbox_oldest_message_age_seconds: 'Age of the oldest of them; 0 without any.',
      outbox_dead_letters: 'Messages that were given up and not replayed.',
    },
    async () => {
      const { pending, oldestSeconds, dead } = await store.state()
      return {
        outbox_pending_messages: pending,
        outbox_oldest_message_age_seconds: oldestSeconds,
        outbox_dead_letters: dead,
      }
    },
  )
}

/** Counts the attempts of this process by what came of each. */
export function attemptCounter(metrics: Metrics): (deliveries: Delivery[]) => void {
  const count = metrics.countOf({
    name: 'outbox_delivery_attempts_total',
    help: 'Deliveries tried, by outcome: delivered, failed, dead.',
    labelNames: ['topic', 'outcome'],
  })
  return (deliveries) => {
    for (const { message, outcome } of deliveries) count({ topic: message.topic, outcome })
  }
}
