import assert from 'node:assert/strict'
import {
  type BaggageEntry,
  baggageEntryMetadataFromString,
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  type SpanContext,
  trace,
} from '@opentelemetry/api'
import { BaggagePropagator } from '../src/propagation/baggage-propagator.ts'
import { TraceContextPropagator } from '../src/propagation/trace-context-propagator.ts'
import { Tracestate } from '../src/propagation/tracestate.ts'
import { isContinued, isValid } from './abnf.ts'
import { type Headers, headers, id, text, token } from './headers.ts'
import type { Random } from './random.ts'

export interface Property {
  name: string
  make: (random: Random) => unknown
  /** Gives how many headers it has checked. */
  check: (input: unknown) => number
}

const traceContext = new TraceContextPropagator()
const baggage = new BaggagePropagator()

export const properties: Property[] = [
  property({
    name: 'whatever arrives, what is sent on is valid, and arrives as it was sent',
    make: headers,
    check(received) {
      const context = extract(received)
      const sent = inject(context)
      assertValid(sent)
      assert.deepEqual(inject(extract(sent)), sent)
      const arrived = trace.getSpanContext(context)
      assert.equal(arrived !== undefined, isContinued([received.traceparent].flat().join()))
      assert.equal('traceparent' in sent, arrived !== undefined)
      assert.equal('tracestate' in sent && !arrived, false)
      return Object.keys(sent).length
    },
  }),
  property({
    name: 'a valid header is sent on as it came',
    make: headers,
    check(received) {
      const sent = inject(extract(received))
      let held = 0
      for (const name of ['traceparent', 'tracestate', 'baggage'] as const) {
        const header = received[name]
        const needsParent = name === 'tracestate' && !sent.traceparent
        if (typeof header !== 'string' || needsParent || !isValid(name, header)) continue
        if (name === 'baggage') assertSameMeaning(sent[name], header)
        else assert.equal(sent[name], header)
        held++
      }
      return held
    },
  }),
  property({
    name: 'a span context of ours arrives as it is',
    make: (random) => ({
      traceId: id(random, 32),
      spanId: id(random, 16),
      traceFlags: random.below(256),
      set: random.list(random.pick([10, 80]), () => [
        text(random, 'abz019_-*/@', 1 + random.below(9)),
        random.pick(['1', '2', ' v', 'v'.repeat(random.below(200)), 'x=y', 'a,b', '']),
      ]),
    }),
    check({ set, ...ids }) {
      const state = set.reduce(
        (state, [key = '', value = '']) => state.set(key, value),
        new Tracestate(),
      )
      const span: SpanContext = { ...ids, traceState: state }
      const sent = inject(trace.setSpanContext(ROOT_CONTEXT, span))
      assertValid(sent)
      const arrived = trace.getSpanContext(extract(sent))
      if (!isSpanContextValid(span)) return 0
      const { traceState, ...others } = arrived ?? {}
      assert.deepEqual(others, {
        ...ids,
        traceFlags: ids.traceFlags & 3,
        isRemote: true,
      })
      assert.equal(traceState?.serialize() ?? '', state.serialize())
      return Object.keys(sent).length
    },
  }),
  property({
    name: 'baggage of an application arrives as it is, but for what no header can carry',
    make: (random) =>
      random.list(random.pick([5, 5, 200]), (): [string, BaggageEntry] => [
        text(random, random.pick([token, token, `${token} ,é"`]), random.below(12)),
        entry(random),
      ]),
    check(list) {
      const entries = Object.fromEntries(list)
      const context = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage(entries))
      const sent = inject(context)
      assertValid(sent)
      const arrived = plain(propagation.getBaggage(extract(sent))?.getAllEntries() ?? [])
      const whole = plain(Object.entries(entries))
      for (const [key, value] of arrived) assert.deepEqual(value, whole.get(key))
      if (!fits(whole)) return 0
      assert.deepEqual(arrived, whole)
      return 1
    },
  }),
]

/** Only `make` and `check` know the type of their input. */
function property<T>(given: {
  name: string
  make: (random: Random) => T
  check: (input: T) => number
}): Property {
  return given as Property
}

function extract(carrier: Partial<Headers>): Context {
  const context = traceContext.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter)
  return baggage.extract(context, carrier, defaultTextMapGetter)
}

function inject(context: Context): Partial<Record<keyof Headers, string>> {
  const sent = {}
  traceContext.inject(context, sent, defaultTextMapSetter)
  baggage.inject(context, sent, defaultTextMapSetter)
  return sent
}

function assertValid(sent: Partial<Record<keyof Headers, string>>): void {
  for (const [name, header] of Object.entries(sent))
    assert(isValid(name as keyof Headers, header), `${name} is not valid: ${header}`)
}

function assertSameMeaning(sent: string | undefined, header: string): void {
  const isUtf8 = header.split(',').every((member) => decoded(member) !== undefined)
  if (isUtf8) assert.deepEqual(meaning(sent), meaning(header))
}

/** Members in any order, since the API gives keys that look like numbers first. */
function meaning(baggage = ''): (string | undefined)[] {
  return baggage.split(',').map(decoded).toSorted()
}

/** What is not UTF-8 is replaced, which decodeURIComponent does not do. */
function decoded(member: string): string | undefined {
  try {
    return decodeURIComponent(member)
  } catch {
    return undefined
  }
}

function entry(random: Random): BaggageEntry {
  const value = text(
    random,
    'aZ0 %,;="\\é€🚀\u0000\t',
    random.below(random.pick([3, 30, 30, 3000])),
  )
  const metadata = random.pick(['', '', 'p', 'p=1;q', 'k=v=w'])
  return metadata ? { value, metadata: baggageEntryMetadataFromString(metadata) } : { value }
}

/** Some values hold half of a surrogate pair, which UTF-8 cannot carry. */
function plain(entries: [string, BaggageEntry][]): Map<string, string[]> {
  return new Map(
    entries.map(([key, { value, metadata }]) => [
      key,
      [value.toWellFormed(), metadata?.toString() ?? ''],
    ]),
  )
}

/**
 * Whether one header can hold it all: keys are tokens, and there is room for every encoded byte.
 */
function fits(entries: Map<string, string[]>): boolean {
  const sizes = [...entries].map(([key, [value = '', metadata = '']]) =>
    [...token].some((char) => key.includes(char)) && [...key].every((char) => token.includes(char))
      ? key.length + 3 * Buffer.byteLength(value) + metadata.length + 3
      : Number.POSITIVE_INFINITY,
  )
  return sizes.length <= 180 && sizes.reduce((sum, size) => sum + size, 0) <= 8192
}
