import type { Database, DatabaseConfig } from '@onetrace/service'
import type { Logger, Metrics } from '@onetrace/telemetry'
import { deliver, type Handler } from './deliver.ts'
import { Listener } from './listener.ts'
import { createOutboxStore } from './outbox-store.ts'
import { Relay } from './relay.ts'
import type { OutboxSettings } from './settings.ts'
import { attemptCounter, watchOutbox } from './watch.ts'

export interface OutboxOptions {
  settings: OutboxSettings
  database: Database
  /** For the connection that listens. */
  address: Pick<DatabaseConfig, 'url' | 'connectMs'>
  /** By topic. */
  handlers: Readonly<Record<string, Handler>>
  log: Logger
  metrics: Metrics
}

export interface Outbox {
  /** Resolves when all messages that are there are delivered or dead letters. */
  drained: () => Promise<void>
  stop: () => Promise<void>
}

/** What delivers the messages of this service's database, and tells how they fare. */
export function startOutbox({ settings, database, metrics, ...options }: OutboxOptions): Outbox {
  const store = createOutboxStore(database)
  watchOutbox(metrics, store)
  // Another process delivers; what becomes of its messages is for it to say.
  if (settings.relay === 'off') return { drained: async () => {}, stop: async () => {} }
  const { address, handlers, log } = options
  const countAttempts = attemptCounter(metrics)
  const relay = new Relay({
    ...settings,
    store,
    log,
    async deliver(batch) {
      const deliveries = await deliver(batch, { ...settings, handlers, log })
      countAttempts(deliveries)
      return deliveries
    },
  })
  relay.start()
  const onNotify = () => relay.wake()
  const listener = new Listener({ ...address, channel: 'outbox', onNotify, log })
  return {
    drained: () => relay.drained(),
    async stop() {
      await Promise.all([relay.stop(), listener.stop()])
    },
  }
}
