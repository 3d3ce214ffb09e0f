import { createServiceContext, type Database } from '@onetrace/service'
import { keepingLogger, type LogLine, sharedDatabaseWithUrl } from '@onetrace/service/testing'
import type { Logger } from '@onetrace/telemetry'
import type { Handler } from './deliver.ts'
import { createOutboxStore, type OutboxStore } from './outbox-store.ts'
import { publish } from './publish.ts'
import type { OutboxSettings } from './settings.ts'
import { type Outbox, startOutbox } from './start-outbox.ts'

export const topic = 'order.placed'

/** Retries at once; only a notification or a delivery wakes it. */
const settings: OutboxSettings = {
  relay: 'on',
  shape: 'child',
  concurrency: 8,
  batchSize: 1,
  leaseMs: 60_000,
  pollMs: 60_000,
  retry: { baseMs: 1, maxMs: 1, maxAttempts: 3 },
}

export interface Text {
  key: string
  text: string
}

export interface StartOptions extends Partial<OutboxSettings> {
  /** Instead of the world's own. */
  through?: Database
}

export interface OutboxWorld {
  database: Database
  databaseUrl: string
  store: OutboxStore
  /** Writes and commits a message each; the text is its payload's. */
  publish: (...messages: Text[]) => Promise<void>
  /** Stopped when the test is over. */
  start: (handler: Handler, more?: StartOptions) => Outbox
  log: Logger
  lines: LogLine[]
}

/** One database for the tests of a file; the outbox is empty at the start of each. */
export function lendOutboxes() {
  const shared = sharedDatabaseWithUrl(new URL('../../migrations/', import.meta.url))
  return async (fn: (world: OutboxWorld) => Promise<void>): Promise<void> => {
    const { database, url: databaseUrl } = shared()
    const { log, lines } = keepingLogger()
    await database.query('truncate outbox')
    await using started = new AsyncDisposableStack()
    await fn({
      database,
      databaseUrl,
      store: createOutboxStore(database),
      publish: (...messages) => publishAll(database, messages),
      start(handler, { through = database, ...more } = {}) {
        const outbox = startOutbox({
          settings: { ...settings, ...more },
          database: through,
          address: { url: databaseUrl, connectMs: 120_000 },
          handlers: { [topic]: handler },
          ...createServiceContext(log),
        })
        started.defer(outbox.stop)
        return outbox
      },
      log,
      lines,
    })
  }
}

async function publishAll(database: Database, messages: Text[]): Promise<void> {
  for (const { key, text } of messages) {
    await database.transaction((query) => publish(query, { topic, key, payload: { text } }))
  }
}
