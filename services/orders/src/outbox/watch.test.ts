import { createMetrics, type Metrics } from '@onetrace/telemetry'
import { expect, test } from 'vitest'
import type { Delivery } from './deliver.ts'
import type { Message } from './message.ts'
import { lendOutboxes, topic } from './test-outbox.ts'
import { attemptCounter, watchOutbox } from './watch.ts'

const withOutbox = lendOutboxes()

async function linesOf(metrics: Metrics): Promise<string[]> {
  return (await metrics.text()).split('\n').filter((line) => line.startsWith('outbox_'))
}

test('a scrape tells how many wait, since when, and how many were given up', () =>
  withOutbox(async ({ store, publish }) => {
    const metrics = createMetrics()
    watchOutbox(metrics, store)
    await publish({ key: 'a', text: 'a1' }, { key: 'a', text: 'a2' }, { key: 'b', text: 'b1' })
    const [poison] = await store.take({ limit: 1, leaseMs: 60_000 })
    if (poison) await store.giveUp(poison, 'refused')

    const lines = await linesOf(metrics)

    expect(lines).toEqual([
      'outbox_pending_messages 2',
      expect.stringMatching(/^outbox_oldest_message_age_seconds 0\.\d+$/),
      'outbox_dead_letters 1',
    ])
  }))

test('attempts are counted by what came of them', async () => {
  const metrics = createMetrics()
  const count = attemptCounter(metrics)
  const message = { topic } as Message
  const failed: Delivery = { message, outcome: 'failed', error: 'not now', delayMs: 1 }

  count([failed, failed])
  count([{ message, outcome: 'delivered' }])

  expect(await linesOf(metrics)).toEqual([
    'outbox_delivery_attempts_total{topic="order.placed",outcome="failed"} 2',
    'outbox_delivery_attempts_total{topic="order.placed",outcome="delivered"} 1',
  ])
})
