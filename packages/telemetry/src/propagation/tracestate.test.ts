// Each row is a sentence about `tracestate` in W3C Trace Context level 2 (Candidate Recommendation
// Draft of 28 March 2024) whose key word asks something of a participant. Left out are sentences
// about proxies, and about splitting the header, since we send a single one.
import { createTraceState, propagation, type TraceState, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import {
  extract,
  handOn,
  inject,
  sentWith,
  traceId,
  traceparent,
  tracestateAfter,
  withParticipant,
} from './test-participant.ts'

type Row = [section: string, says: string, shown: () => void]

const members = (count: number) => Array.from({ length: count }, (_, n) => `k${n}=${n}`).join()
/** A member of that many characters. */
const sized = (key: string, size: number) => `${key}=${'v'.repeat(size - key.length - 1)}`
const printable = String.fromCharCode(...Array.from({ length: 95 }, (_, n) => 32 + n))
const valueCharacters = printable.replace(/[,=]/g, '')

const rows: Row[] = [
  [
    '3.3',
    'MUST NOT attempt to parse tracestate when traceparent failed',
    () => {
      for (const traceparent of ['', 'ff', `00-${traceId}`])
        expect(handOn({ traceparent, tracestate: 'a=1' })).not.toHaveProperty('tracestate')
      expect(handOn({ tracestate: 'a=1' })).not.toHaveProperty('tracestate')
    },
  ],
  [
    '3.3',
    'failure to parse tracestate MUST NOT affect the parsing of traceparent',
    () => {
      const sent = handOn({ traceparent, tracestate: 'A=1' })
      expect(sent).toEqual({ traceparent: expect.stringContaining(traceId) })
    },
  ],
  [
    '3.3',
    'MUST NOT be used for properties that no tracing system has defined, BAGGAGE MAY',
    () => {
      const baggage = propagation.createBaggage({ tenant: { value: 'demo' } })
      const context = propagation.setBaggage(extract({ traceparent }), baggage)
      expect(inject(context)).toEqual({ traceparent })
    },
  ],
  [
    '3.3.1',
    'the header name is case-insensitive',
    () => {
      for (const name of ['TraceState', 'TRACESTATE', 'tRaCeStAtE'])
        expect(handOn({ traceparent, [name]: 'a=1' }).tracestate).toBe('a=1')
      expect(handOn({ traceparent, 'trace-state': 'a=1' })).not.toHaveProperty('tracestate')
    },
  ],
  [
    '3.3.1',
    'tracing systems SHOULD encode the header name as lowercase',
    () => expect(handOn({ traceparent, TraceState: 'a=1' })).toHaveProperty('tracestate'),
  ],
  [
    '3.3.2',
    'several header fields MAY be received, and MUST be combined in their order (RFC 9110, 5.3)',
    () => expect(tracestateAfter('a=1,b=2', 'c=3', 'd=4,e=5')).toBe('a=1,b=2,c=3,d=4,e=5'),
  ],
  [
    '3.3.2',
    'SHOULD be sent as a single field',
    () => expect(typeof tracestateAfter('a=1', 'b=2')).toBe('string'),
  ],
  [
    '3.3.2',
    'whitespace around members is ignored, and SHOULD NOT be generated',
    () => expect(tracestateAfter(' \ta=1 \t , \t b=2,\tc=3 ')).toBe('a=1,b=2,c=3'),
  ],
  [
    '3.3.2',
    'a list has 32 members at most: one more costs the header, not a member',
    () => {
      expect(tracestateAfter(members(32))).toBe(members(32))
      expect(tracestateAfter(members(33))).toBeUndefined()
      expect(tracestateAfter(members(20), members(13))).toBeUndefined()
      expect(tracestateAfter(members(32), '', ' ')).toBe(members(32)) // empty members do not count
    },
  ],
  [
    '3.3.2',
    'MUST accept empty headers and empty members',
    () => {
      expect(handOn({ traceparent, tracestate: '' }).traceparent).toContain(traceId)
      expect(tracestateAfter('', 'a=1', ' \t', ',b=2,,')).toBe('a=1,b=2')
    },
  ],
  [
    '3.3.2',
    'SHOULD avoid sending empty headers',
    () => {
      expect(handOn({ traceparent, tracestate: ' , ' })).not.toHaveProperty('tracestate')
      expect(sentWith((state) => state.unset('a'), 'a=1')).toEqual({ traceparent })
    },
  ],
  [
    '3.3.2.2.1',
    'a key MUST begin with a lowercase letter or a digit, and contain up to 256 of a-z0-9_-*/@',
    () => {
      const good = ['a', '0', '1a', 'foo@', 'foo@@bar', 'a@b@c', 'a_-*/@9', 'z'.repeat(256)]
      for (const key of good) expect(tracestateAfter(`${key}=1,b=2`)).toBe(`${key}=1,b=2`)
      const bad = ['', '@a', '_a', '-a', 'A', 'a.b', 'a b', 'a ', 'é', 'z'.repeat(257)]
      expect(bad.map((key) => tracestateAfter(`b=2,${key}=1`))).toEqual(bad.map(() => undefined))
    },
  ],
  [
    '3.3.2.2.2',
    'a value is up to 256 printable characters but , and =: others cost the header',
    () => {
      const good = [valueCharacters, 'v'.repeat(256), '~', ' v']
      for (const value of good) expect(tracestateAfter(`a=${value}`)).toBe(`a=${value}`)
      const bad = ['', ' ', 'b=c', 'é', 'v\u0001', 'v\tv', 'v\u007f', 'v'.repeat(257)]
      expect(bad.map((value) => tracestateAfter(`b=2,a=${value}`))).toEqual(
        bad.map(() => undefined),
      )
      expect(tracestateAfter('a')).toBeUndefined()
    },
  ],
  [
    '3.3.2.2.2',
    'leading spaces MUST be preserved as part of the value',
    () => expect(tracestateAfter('a=  1 2,b=3')).toBe('a=  1 2,b=3'),
  ],
  [
    '3.3.2.2.2',
    'trailing whitespace is no part of the value, and MAY be excluded',
    () => expect(tracestateAfter('a=1  ,b=2\t')).toBe('a=1,b=2'),
  ],
  [
    '3.3.3',
    'one entry a key: it stands for the last position, which is the left one',
    () => {
      expect(tracestateAfter('a=new,b=1,a=old')).toBe('a=new,b=1')
      expect(tracestateAfter('a=1', 'a=2')).toBe('a=1')
    },
  ],
  [
    '3.3.3.1',
    'SHOULD propagate at least 512 characters',
    () => {
      const whole = [sized('a', 200), sized('b', 200), sized('c', 110)].join()
      expect(whole).toHaveLength(512)
      expect(tracestateAfter(whole)).toBe(whole)
    },
  ],
  [
    '3.3.3.1',
    'MUST truncate whole entries',
    () => {
      const list = Array.from({ length: 6 }, (_, n) => sized(`k${n}`, 100))
      expect(tracestateAfter(list.join())).toBe(list.slice(0, 5).join())
    },
  ],
  [
    '3.3.3.1',
    'entries of more than 128 characters SHOULD be removed first, and no more than need be',
    () => {
      const small = Array.from({ length: 3 }, (_, n) => sized(`k${n}`, 128)).join()
      const [long, longer] = [sized('long', 129), sized('longer', 256)]
      expect(tracestateAfter([longer, small].join())).toBe(small)
      const four = `${small},${sized('k3', 120)}`
      expect(tracestateAfter([long, four].join())).toBe(four)
      expect(
        tracestateAfter([long, sized('k', 100), longer, longer.replace('r', 's')].join()),
      ).toBe([long, sized('k', 100), longer].join())
    },
  ],
  [
    '3.3.3.1',
    'then entries SHOULD be removed from the end, and other strategies SHOULD NOT be used',
    () => {
      const list = Array.from({ length: 32 }, (_, n) => sized(`k${n}`, 20))
      expect(tracestateAfter(list.join())).toBe(list.slice(0, 24).join())
    },
  ],
  [
    '3.5',
    'MUST send a received tracestate, with the order of unmodified pairs preserved',
    () => expect(tracestateAfter('z=1,1=2,a=3')).toBe('z=1,1=2,a=3'),
  ],
  [
    '3.5',
    'a new pair SHOULD be added at the beginning',
    () =>
      expect(sentWith((state) => state.set('c', '3'), 'a=1,b=2').tracestate).toBe('c=3,a=1,b=2'),
  ],
  [
    '3.5',
    'adding MUST NOT result in the same key twice, nor in a 33rd member',
    () => {
      expect(sentWith((state) => state.set('b', '3'), 'a=1,b=2').tracestate).toBe('b=3,a=1')
      const sent = sentWith((state) => state.set('new', '1'), members(32)).tracestate
      expect(sent).toBe(`new=1,${members(31)}`)
    },
  ],
  [
    '3.5',
    'modified keys MUST be moved to the beginning',
    () => expect(sentWith((state) => state.set('b', '2'), 'a=1,b=1').tracestate).toBe('b=2,a=1'),
  ],
  [
    '3.5',
    'any pair MAY be deleted, those of others SHOULD NOT: all stay until one is asked for',
    () => {
      expect(tracestateAfter('a=1,b=2')).toBe('a=1,b=2')
      expect(sentWith((state) => state.unset('a'), 'a=1,b=2').tracestate).toBe('b=2')
    },
  ],
  [
    '3.5',
    'duplicate keys of others MAY be discarded',
    () => expect(tracestateAfter('a=1,b=2,b=3')).toBe('a=1,b=2'),
  ],
]

test.each(rows)('%s: %s', (_section, _says, shown) => withParticipant(shown))

test('what is not allowed in a header is not set', () => {
  const state = trace.getSpanContext(extract({ traceparent, tracestate: 'a=1' }))?.traceState
  for (const [key, value] of [
    ['A', '1'],
    ['a', ''],
    ['a', 'x=y'],
    ['a', 'x,b=1'],
    ['a=b', 'c'],
  ] as const)
    expect(state?.set(key, value).serialize()).toBe('a=1')
  expect(state?.get('a')).toBe('1')
  expect(state?.get('b')).toBeUndefined()
})

test("a state of the API's own is sent when it keeps the grammar, and not at all otherwise", () => {
  const sent = (state: TraceState) => sentWith(() => state, 'old=1').tracestate

  expect(sent(createTraceState('a=1, b=2'))).toBe('a=1,b=2')
  expect(sent({ ...createTraceState(), serialize: () => 'a=1\r\nx: y' })).toBeUndefined()
})
