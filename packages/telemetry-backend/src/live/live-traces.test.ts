import { expect, test, vi } from 'vitest'
import { newTraceId, sampleSpan } from '../testing/otlp-samples.ts'
import { readEvents } from '../testing/read-events.ts'
import { withBackend } from '../testing/with-backend.ts'

test('a trace that arrives in parts is told once, and again when it grows later', () =>
  withBackend({}, async (backend) => {
    const { type, events } = await readEvents(backend.urls.query)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }) // the test decides how long it collects
    const [traceId, other] = [newTraceId(), newTraceId()]
    await backend.send(
      sampleSpan({ traceId }),
      sampleSpan({ traceId, service: 'users', spanId: '2'.repeat(16) }),
      sampleSpan({ traceId: other, service: 'orders' }),
    )
    vi.advanceTimersByTime(100)
    await expect.poll(() => events().length).toBe(2)
    const first = events()
    await backend.send(sampleSpan({ traceId, spanId: '3'.repeat(16) }))
    vi.runOnlyPendingTimers()
    vi.useRealTimers()
    await expect.poll(() => events().length).toBe(3)
    const all = events()

    expect(type).toBe('text/event-stream')
    expect(first).toMatchObject([
      { traceId, spanCount: 2 },
      { traceId: other, spanCount: 1 },
    ])
    expect(all[2]).toEqual(
      (await backend.get('/api/v3/trace-summaries')).json.summaries.find(
        (summary: { traceId: string }) => summary.traceId === traceId,
      ),
    )
  }))

test('a stream ends when the backend closes, without holding it up', () =>
  withBackend({}, async (backend) => {
    const { received } = await readEvents(backend.urls.query)

    await backend.close()

    await expect.poll(() => received.ended).toBe(true)
  }))
