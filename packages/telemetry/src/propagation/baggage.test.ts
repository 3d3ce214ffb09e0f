// Each row is a sentence of W3C Baggage (Candidate Recommendation Draft of 30 May 2024 and later
// Working Drafts, with their sections) whose key word asks something of a participant. Sections 4
// and 5 are left out: the application decides what is put into baggage, and who may get it.
import {
  type BaggageEntry,
  baggageEntryMetadataFromString,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
} from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { BaggagePropagator } from './baggage-propagator.ts'

type Row = [section: string, says: string, shown: () => void]

const propagator = new BaggagePropagator()

function received(...baggage: string[]) {
  const context = propagator.extract(ROOT_CONTEXT, { baggage }, defaultTextMapGetter)
  return propagation.getBaggage(context)
}

function entriesOf(...baggage: string[]): [string, string][] {
  return (
    received(...baggage)
      ?.getAllEntries()
      .map(([key, { value }]) => [key, value]) ?? []
  )
}

function send(entries: Record<string, BaggageEntry>): string | undefined {
  const sent: Record<string, string> = {}
  const context = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage(entries))
  propagator.inject(context, sent, defaultTextMapSetter)
  return sent.baggage
}

function handOn(...baggage: string[]): string | undefined {
  return send(Object.fromEntries(received(...baggage)?.getAllEntries() ?? []))
}

const members = (count: number) => Array.from({ length: count }, (_, n) => `k${n}=${n}`).join()
const ofSize = (key: string, size: number) => `${key}=${'v'.repeat(size - key.length - 1)}`

const rows: Row[] = [
  ['2', 'libraries SHOULD propagate this header', () => expect(handOn('a=1')).toBe('a=1')],
  [
    '3',
    'SHOULD be passed on; several headers are combined',
    () => expect(handOn('a=1,b=2', 'c=3')).toBe('a=1,b=2,c=3'),
  ],
  [
    '3.1',
    'SHOULD keep the header name lowercase',
    () => expect(propagator.fields()).toEqual(['baggage']),
  ],
  [
    '3.3.1.1',
    'producers SHOULD produce no duplicates',
    () => expect(handOn('a=1,b=2,a=3')).toBe('a=3,b=2'),
  ],
  [
    '3.3.1.2',
    'a key is a token as it stands, with no encoding; whitespace around it is no part of it',
    () => {
      const tokens = ['k|k', 'a%20b', "!#$%&'*+-.^_`|~09azAZ", '__proto__', '0']
      for (const key of tokens) {
        expect(entriesOf(`\t ${key} =v`)).toEqual([[key, 'v']])
        expect(handOn(`${key}=v`)).toBe(`${key}=v`)
      }
    },
  ],
  [
    '3.3.1.2',
    'a member whose key is no token costs itself',
    () => {
      for (const key of ['', 'a b', 'a(b)', 'é', 'a"', 'a@b', 'a/b'])
        expect(handOn(`a=1,${key}=2,b=3`)).toBe('a=1,b=3')
      expect(send({ 'user id': { value: '1' }, a: { value: '2' }, '': { value: '3' } })).toBe('a=2')
    },
  ],
  [
    '3.3.1.3',
    'what is outside of baggage-octet MUST be percent-encoded',
    () => {
      expect(send({ a: { value: 'Amélie 🚀' } })).toBe('a=Am%C3%A9lie%20%F0%9F%9A%80')
      expect(send({ a: { value: ' "\\,;\t\r\n\u007f\u0000' } })).toBe(
        'a=%20%22%5C%2C%3B%09%0D%0A%7F%00',
      )
      expect(send({ a: { value: 'half \ud83d' } })).toBe('a=half%20%EF%BF%BD')
    },
  ],
  [
    '3.3.1.3',
    'the percent code point MUST be percent-encoded',
    () => {
      expect(send({ a: { value: '100%' } })).toBe('a=100%25')
      expect(entriesOf('a=100%,b=%2,c=%zz')).toEqual([
        ['a', '100%'],
        ['b', '%2'],
        ['c', '%zz'],
      ])
      expect(handOn('a=100%')).toBe('a=100%25')
    },
  ],
  [
    '3.3.1.3',
    'others MAY be percent-encoded: they are read, and sent as they are',
    () => {
      expect(entriesOf('a=%61%7c%2f')).toEqual([['a', 'a|/']])
      expect(handOn("a=!#$&'()*+-./:<=>?@[]^_`{|}~")).toBe("a=!#$&'()*+-./:<=>?@[]^_`{|}~")
    },
  ],
  [
    '3.3.1.3',
    'octets that are not UTF-8 MUST be replaced by U+FFFD',
    () => {
      expect(entriesOf('a=x%ffy,b=%c3%28,c=%e2%82')).toEqual([
        ['a', 'x\ufffdy'],
        ['b', '\ufffd('],
        ['c', '\ufffd'],
      ])
    },
  ],
  [
    '3.3.1.3',
    'whitespace around a value is no part of it',
    () =>
      expect(entriesOf('a \t=\t 1 \t, b = 2 ')).toEqual([
        ['a', '1'],
        ['b', '2'],
      ]),
  ],
  [
    '3.3.1.3',
    'a value MAY contain equal signs, parsers MUST NOT assume otherwise; it may be empty',
    () => {
      expect(entriesOf('a=b=c==')).toEqual([['a', 'b=c==']])
      expect(handOn('a=b=c==,b=')).toBe('a=b=c==,b=')
      expect(handOn('a= ;p')).toBe('a=;p')
    },
  ],
  [
    '3.3.1.4',
    'properties MAY be appended, and mean nothing here: they stay, without whitespace around them',
    () => {
      expect(handOn('a=1;k1=v%201;k2;k3=v=3')).toBe('a=1;k1=v%201;k2;k3=v=3')
      expect(handOn('a=1 ; k1 \t= v1\t; k2 ;, b=2')).toBe('a=1;k1=v1;k2,b=2')
      expect(received('a=1;k1')?.getEntry('a')?.metadata?.toString()).toBe('k1')
    },
  ],
  [
    '3.3.2',
    'MUST propagate all members when they are 64 or less, in 8192 bytes or less',
    () => {
      expect(handOn(members(64))).toBe(members(64))
      expect(handOn(ofSize('a', 8192))).toBe(ofSize('a', 8192))
      const two = [ofSize('a', 4000), ofSize('b', 4191)]
      expect(two.join()).toHaveLength(8192)
      expect(handOn(...two)).toBe(two.join())
    },
  ],
  [
    '3.3.2',
    'MAY drop members otherwise: what does not fit, and not what comes behind it',
    () => {
      expect(handOn(`a=1,${ofSize('b', 8193)},c=3`)).toBe('a=1,c=3')
      expect(handOn(`${ofSize('a', 5000)},${ofSize('b', 5000)},c=3`)).toBe(
        `${ofSize('a', 5000)},c=3`,
      )
    },
  ],
  [
    '3.3.2',
    'MAY define higher limits: as many members as the grammar has',
    () => {
      expect(handOn(members(180))).toBe(members(180))
      expect(handOn(members(181))).toBe(members(180))
    },
  ],
  [
    '3.3.2',
    'MUST NOT propagate partial members',
    () => {
      expect(handOn(`a=1;${'p'.repeat(8192)},b=2`)).toBe('b=2')
      expect(send({ a: { value: ' '.repeat(2731) }, b: { value: '2' } })).toBe('b=2') // 8195 bytes
    },
  ],
  [
    '3.3.2',
    'limits apply to the combination of all headers',
    () =>
      expect(handOn(members(100), members(300).slice(members(100).length + 1))).toBe(members(180)),
  ],
  [
    '3.5',
    'SHOULD send a received header, MAY mutate: a pair MAY be added, updated, deleted',
    () => {
      const baggage = received('a=1;p,b=2')
        ?.setEntry('b', { value: '3' })
        .setEntry('c', { value: '4' })
      expect(send(Object.fromEntries(baggage?.getAllEntries() ?? []))).toBe('a=1;p,b=3,c=4')
      const without = baggage?.removeEntry('a')
      expect(send(Object.fromEntries(without?.getAllEntries() ?? []))).toBe('b=3,c=4')
    },
  ],
  [
    '3.5',
    'duplicate keys MAY be removed: the last one stays',
    () =>
      expect(entriesOf('a=1', 'b=2', 'a=3')).toEqual([
        ['a', '3'],
        ['b', '2'],
      ]),
  ],
  [
    '3.5',
    'an entry that is not in the format MAY be removed, and costs no other',
    () => {
      const bad = [
        'x',
        'x;p',
        'x="1"',
        'x=1 2',
        'x=1\\',
        'x=é',
        '=1',
        'x=1;p q',
        'x=1;=v',
        'x=1;p="',
      ]
      expect(bad.map((member) => handOn(`a=1,${member},b=2`))).toEqual(bad.map(() => 'a=1,b=2'))
      expect(handOn(',a=1, ,,b=2,')).toBe('a=1,b=2')
      const metadata = baggageEntryMetadataFromString('p=1\r\nx: y')
      expect(send({ a: { value: '1', metadata }, b: { value: '2' } })).toBe('b=2')
    },
  ],
]

test.each(rows)('%s: %s', (_section, _says, shown) => shown())

test('no baggage is no header, and an unreadable header no baggage', () => {
  expect(send({})).toBeUndefined()
  expect(send({ 'not a token': { value: '1' } })).toBeUndefined()
  expect(received('nothing here')).toBeUndefined()
  expect(received()).toBeUndefined()
})
