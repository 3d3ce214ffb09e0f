import { type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { withSpans } from './test-spans.ts'
import { withSpan } from './with-span.ts'

const unset = { code: SpanStatusCode.UNSET }
const failed = (message: string) => ({ code: SpanStatusCode.ERROR, message })

test('a span around a synchronous step gives its result and ends with it', () =>
  withSpans(({ named }) => {
    const result = withSpan('step', { attributes: { 'order.items': 2 } }, () => 42)

    expect(result).toBe(42)
    expect(named('step')).toMatchObject({ attributes: { 'order.items': 2 }, status: unset })
  }))

test('a span around a promise ends when it settles, not before', () =>
  withSpans(async ({ ended, named }) => {
    const work = Promise.withResolvers<string>()

    const result = withSpan('step', () => work.promise)
    const endedAtFirst = ended().length
    work.resolve('done')

    expect(await result).toBe('done')
    expect(endedAtFirst).toBe(0)
    expect(named('step').status).toEqual(unset)
  }))

test('a thrown error is passed on and recorded, and the span ends', () =>
  withSpans(({ named }) => {
    const error = new RangeError('too many')
    const step = () =>
      withSpan('step', () => {
        throw error
      })

    expect(step).toThrow(error)
    const { status, events } = named('step')
    expect(status).toEqual(failed('too many'))
    expect(events).toMatchObject([
      { attributes: { 'exception.type': 'RangeError', 'exception.message': 'too many' } },
    ])
  }))

test('a rejection is passed on and recorded, and the span ends', () =>
  withSpans(async ({ named }) => {
    const error = new Error('refused')

    await expect(withSpan('step', () => Promise.reject(error))).rejects.toBe(error)

    expect(named('step').status).toEqual(failed('refused'))
    expect(named('step').events).toHaveLength(1)
  }))

test.each(['a text', undefined, { code: 7 }, Object.create(null)])(
  'what is thrown and is no Error (%o) is passed on as it is',
  (thrown) =>
    withSpans(async ({ named }) => {
      const step = withSpan('step', () => Promise.reject(thrown))

      await expect(step).rejects.toBe(thrown)
      expect(named('step').status.code).toBe(SpanStatusCode.ERROR)
    }),
)

test('along nested spans all are marked failed, and only the innermost holds the exception', () =>
  withSpans(async ({ named }) => {
    const fails = () => withSpan('inner', () => Promise.reject(new Error('refused')))
    const outer = withSpan('outer', () =>
      withSpan('middle', () =>
        fails().catch((cause) => {
          throw new Error('no answer', { cause })
        }),
      ),
    )

    await expect(outer).rejects.toThrow('no answer')

    const eventCounts = ['inner', 'middle', 'outer'].map((name) => named(name).events.length)
    expect(eventCounts).toEqual([1, 0, 0])
    expect(named('middle').status).toEqual(failed('no answer'))
    expect(named('outer').status).toEqual(failed('no answer'))
  }))

test('spans nest by await, and siblings do not', () =>
  withSpans(async ({ named }) => {
    const step = (name: string) => withSpan(name, async () => {})

    await withSpan('parent', async () => {
      await step('first')
      await step('second')
    })

    const parentId = named('parent').spanContext().spanId
    expect(named('parent').parentSpanContext).toBeUndefined()
    expect(named('first').parentSpanContext?.spanId).toBe(parentId)
    expect(named('second').parentSpanContext?.spanId).toBe(parentId)
  }))

test('what the options say holds: kind, links, and a root within another span', () =>
  withSpans(({ named }) => {
    withSpan('request', (request) => {
      const links = [{ context: request.spanContext() }]

      withSpan('process', { kind: SpanKind.CONSUMER, links, root: true }, () => {})
    })

    const { kind, links, parentSpanContext } = named('process')
    expect({ kind, links, parentSpanContext }).toEqual({
      kind: SpanKind.CONSUMER,
      links: [{ context: named('request').spanContext() }],
      parentSpanContext: undefined,
    })
    expect(named('process').spanContext().traceId).not.toBe(named('request').spanContext().traceId)
  }))

test('the step gets its span, which is the active one', () =>
  withSpans(() => {
    const seen = withSpan('step', (span): [Span, Span | undefined] => [span, trace.getActiveSpan()])

    expect(seen[0]).toBe(seen[1])
  }))

test('with no SDK the step runs all the same, and its error comes through', async () => {
  const error = new Error('refused')

  expect(withSpan('step', () => 42)).toBe(42)
  await expect(withSpan('step', () => Promise.reject(error))).rejects.toBe(error)
})
