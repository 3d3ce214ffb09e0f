import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { BaggageFields, baggageFields, readBaggageFields } from './baggage-fields.ts'
import { listedBaggage, onlyListedBaggage } from './listed-baggage.ts'
import { withSpans } from './test-spans.ts'

/** Runs in the context that a request with this header has. */
const withBaggage = <T>(header: string, fn: () => T): T =>
  context.with(propagation.extract(ROOT_CONTEXT, { baggage: header }), fn)

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

/** What is sent from a context in which these keys alone were let in. */
const sentOf = (header: string, keys: string[]) => {
  const carrier: Record<string, string> = {}
  const received = propagation.extract(ROOT_CONTEXT, { baggage: header })
  propagation.inject(onlyListedBaggage(received, keys), carrier)
  return carrier.baggage
}

test.each([
  [
    'what is not listed stays outside, with its properties',
    'tenant=acme;ttl=5,user=jo',
    'tenant=acme',
  ],
  ['with nothing left there is no baggage at all', 'user=jo,color=red', undefined],
  ['a value of 65 characters stays outside', `tenant=${'x'.repeat(65)}`, undefined],
])('%s', (_what, header, sent) =>
  withSpans(() => {
    expect(sentOf(header, ['tenant'])).toBe(sent)
  }),
)

test('what is let in together has a bound in bytes as sent, and no value is cut', () =>
  withSpans(() => {
    const keys = ['a', 'b', 'c', 'd']
    const wide = encodeURIComponent('\u{1F600}'.repeat(32)) // 64 characters, 384 bytes when sent
    const header = keys.map((key) => `${key}=${wide}`).join()

    expect(sentOf(`${header},e=small`, [...keys, 'e'])).toBe(`a=${wide},b=${wide},e=small`)
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
