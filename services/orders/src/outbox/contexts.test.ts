// Whatever was active when the relay began, connected or was woken, is in nothing that it does.
import type { Database } from '@onetrace/service'
import { withSpans } from '@onetrace/telemetry/testing'
import { type Span, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { Listener } from './listener.ts'
import { publish } from './publish.ts'
import { lendOutboxes, topic } from './test-outbox.ts'

const withOutbox = lendOutboxes()

const inRequest = <T>(fn: (span: Span) => Promise<T>): Promise<T> =>
  trace.getTracer('test').startActiveSpan('POST /orders', async (span) => {
    const result = await fn(span)
    span.end()
    return result
  })

test('a relay that was started and woken inside of requests delivers in the message’s own trace', () =>
  withOutbox(({ database, start }) =>
    withSpans(async ({ ended }) => {
      const outbox = await inRequest(async () => start(async () => {}))

      const requests = [1, 2].map(() =>
        inRequest(async (span) => {
          await database.transaction((query) => publish(query, { topic, key: 'a', payload: {} }))
          return span.spanContext().traceId
        }),
      )
      const traceIds = await Promise.all(requests)
      await outbox.drained()

      const named = (name: string) => ended().filter((span) => span.name === name)
      const published = new Map(
        named(`publish ${topic}`).map((span) => [span.spanContext().spanId, span]),
      )
      const pairs = named(`process ${topic}`).map((span) => [
        span.spanContext().traceId,
        published.get(span.parentSpanContext?.spanId ?? '')?.spanContext().traceId,
      ])
      expect(pairs.toSorted()).toEqual(traceIds.map((id) => [id, id]).toSorted())
    }),
  ))

test('what it asks the database between deliveries is in no span', () =>
  withOutbox(({ database, start, publish }) =>
    withSpans(async () => {
      const active: unknown[] = []
      const through: Database = {
        ...database,
        query(text, values) {
          active.push(trace.getActiveSpan())
          return database.query(text, values)
        },
      }
      const outbox = await inRequest(async () => start(async () => {}, { through }))

      await inRequest(() => publish({ key: 'a', text: 'a1' }))
      await outbox.drained()
      await outbox.stop()

      expect(active.length).toBeGreaterThan(0)
      expect(active.filter(Boolean)).toEqual([])
    }),
  ))

test('a listener that was opened inside of a request is woken outside of it', () =>
  withOutbox(({ databaseUrl, publish, log }) =>
    withSpans(async () => {
      const notified = Promise.withResolvers<Span | undefined>()
      const connected = Promise.withResolvers<void>()
      let calls = 0
      const onNotify = () => {
        calls += 1
        if (calls === 1) connected.resolve()
        else notified.resolve(trace.getActiveSpan())
      }
      const options = { url: databaseUrl, connectMs: 120_000, channel: 'outbox', onNotify, log }
      const listener = await inRequest(async () => new Listener(options))
      await connected.promise

      await inRequest(() => publish({ key: 'a', text: 'a1' }))

      expect(await notified.promise).toBeUndefined()
      await listener.stop()
    }),
  ))
