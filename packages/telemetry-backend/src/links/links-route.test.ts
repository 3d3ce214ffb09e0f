import { expect, test } from 'vitest'
import { newTraceId, sampleSpan } from '../testing/otlp-samples.ts'
import { withBackend } from '../testing/with-backend.ts'

test('a trace learns who links to its spans, from other traces and its own', () =>
  withBackend({}, async ({ send, get }) => {
    const [traceId, consumerId] = [newTraceId(), newTraceId()]
    const [publish, consume, replay] = ['00000000000000a1', '00000000000000b1', '00000000000000a2']
    const links = [{ traceId, spanId: publish }]
    await send(sampleSpan({ traceId, spanId: publish, name: 'publish' }))
    await send(sampleSpan({ traceId, spanId: replay, name: 'replay', links }))
    const service = 'orders'
    await send(
      sampleSpan({ traceId: consumerId, spanId: consume, service, name: 'process', links }),
    )

    const { json } = await get(`/api/onetrace/links/${traceId}`)

    expect(json.links).toHaveLength(2)
    expect(json.links).toEqual(
      expect.arrayContaining([
        { traceId, spanId: replay, service: 'gateway', name: 'replay', toSpanId: publish },
        { traceId: consumerId, spanId: consume, service, name: 'process', toSpanId: publish },
      ]),
    )
    expect((await get(`/api/onetrace/links/${consumerId}`)).json.links).toEqual([])
  }))
