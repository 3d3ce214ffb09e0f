import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { BaggageFields, baggageFields, readBaggageFields } from './baggage-fields.ts'
import { listedBaggage, withOnlyBaggage } from './listed-baggage.ts'
import { withSpans } from './test-spans.ts'

/** Runs in the context that a request with this header has. */
const withBaggage = <T>(header: string, fn: () => T): T =>
  context.with(propagation.extract(ROOT_CONTEXT, { baggage: header }), fn)

const sent = () => {
  const carrier: Record<string, string> = {}
  propagation.inject(context.active(), carrier)
  return carrier.baggage
}

const header = 'tenant=acme,user=jo%40example.org,color=red'

test('a span has the listed entries of the baggage it starts in, and no others', () =>
  withSpans(
    ({ named }) => {
      withBaggage(header, () => trace.getTracer('test').startSpan('inside').end())
      trace.getTracer('test').startSpan('outside').end()

      expect(named('inside').attributes).toEqual({
        'baggage.tenant': 'acme',
        'baggage.color': 'red',
      })
      expect(named('outside').attributes).toEqual({})
    },
    { processors: [new BaggageFields(['tenant', 'color', 'size'])] },
  ))

test('a value of up to 64 characters is shown, a longer one left out', () =>
  withSpans(() => {
    const most = 'x'.repeat(64)

    withBaggage(`tenant=${most},color=${most}x`, () => {
      expect(baggageFields(['tenant', 'color'])).toEqual({ 'baggage.tenant': most })
    })
  }))

test('with nothing listed nothing is shown', () =>
  withSpans(() => {
    expect(withBaggage(header, () => baggageFields([]))).toEqual({})
  }))

test('what is not listed goes no further, with its properties', () =>
  withSpans(() => {
    withBaggage('tenant=acme;ttl=5,user=jo', () => {
      const inside = withOnlyBaggage(['tenant'], sent)

      expect(inside).toBe('tenant=acme')
      expect(sent()).toContain('user=jo')
    })
  }))

test('with nothing left there is no baggage at all, and the span stays', () =>
  withSpans(() => {
    const tracer = trace.getTracer('test')
    withBaggage(header, () =>
      tracer.startActiveSpan('outside', (span) => {
        withOnlyBaggage([], () => {
          expect(sent()).toBeUndefined()
          expect(trace.getActiveSpan()).toBe(span)
        })
      }),
    )
  }))

test('no key of an object’s own is taken for an entry', () =>
  withSpans(() => {
    const keys = ['constructor', '__proto__', 'toString']

    expect(withBaggage(header, () => listedBaggage(context.active(), keys))).toEqual([])
  }))

test.each([
  [undefined, []],
  ['', []],
  ['tenant', ['tenant']],
  [' tenant , color,,tenant', ['tenant', 'color']],
])('BAGGAGE_FIELDS %o is read as %o', (BAGGAGE_FIELDS, keys) => {
  expect(readBaggageFields({ BAGGAGE_FIELDS })).toEqual(keys)
})
