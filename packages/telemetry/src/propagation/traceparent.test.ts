// Each row is a sentence about `traceparent` in W3C Trace Context level 2 (Candidate Recommendation
// Draft of 28 March 2024) whose key word asks something of a participant. These are left out:
// sentences about pass-through services (3.2.4, 3.4), recording decisions of other components
// (3.2.2.5.1) and trust in a caller (3.2.2.5.1, 6), and two things that we do not do: we do not pad
// short ids (B.3), and we do not answer with the headers of level 3.
import { trace } from '@opentelemetry/api'
import { AlwaysOffSampler, type Sampler } from '@opentelemetry/sdk-trace'
import { expect, test } from 'vitest'
import {
  continues,
  extract,
  flagsAfter,
  handOn,
  inject,
  parentId,
  traceId,
  traceparent,
  withParticipant,
} from './test-participant.ts'

type Row = [section: string, says: string, shown: () => void, sampler?: Sampler]

const withFlags = (flags: string) => `00-${traceId}-${parentId}-${flags}`
const withIds = (trace: string, parent: string) => `00-${trace}-${parent}-01`
const ofVersion = (version: string, more = '') => `${version}${traceparent.slice(2)}${more}`

const neverSampled = new AlwaysOffSampler()

const rows: Row[] = [
  [
    '2.3',
    'every tracing tool MUST properly set traceparent',
    () => expect(handOn({}).traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]$/),
  ],
  [
    '2.3',
    'vendors MUST propagate traceparent and tracestate and guarantee traces are not broken',
    () => {
      expect(continues(traceparent)).toBe(true)
      expect(handOn({ traceparent, tracestate: 'a=1' }).tracestate).toBe('a=1')
    },
  ],
  [
    '2.3',
    'vendors MAY participate by modifying traceparent: a span of ours is the parent then',
    () => expect(handOn({ traceparent }).traceparent).not.toContain(parentId),
  ],
  [
    '3.2.1',
    'the header name is case-insensitive',
    () => {
      for (const name of ['TraceParent', 'TRACEPARENT', 'tRaCePaReNt'])
        expect(handOn({ [name]: traceparent }).traceparent).toContain(traceId)
      expect(handOn({ 'trace-parent': traceparent }).traceparent).not.toContain(traceId)
    },
  ],
  [
    '3.2.1',
    'tracing systems SHOULD encode the header name as lowercase, and there is one',
    () => expect(Object.keys(handOn({ TraceParent: traceparent }))).toEqual(['traceparent']),
  ],
  ['3.2.2.1', 'version ff is invalid', () => expect(continues(ofVersion('ff'))).toBe(false)],
  [
    '3.2.2.2',
    'version-format of 00: trace-id, parent-id and flags, in lower case, and no more',
    () => {
      expect(continues(` \t${traceparent} \t`)).toBe(true) // whitespace around a field, RFC 9110
      const others = [
        ofVersion('00', '-'),
        ofVersion('00', '-later'),
        ofVersion('00', '.'),
        withFlags('1'),
        withFlags('001'),
        withFlags('0.'),
        withFlags('0A'),
        `${traceparent}\n`,
        `\u00a0${traceparent}`,
        traceparent.replaceAll('-', '_'),
      ]
      expect(others.filter(continues)).toEqual([])
    },
  ],
  [
    '3.2.2.2',
    'one request has one position: several headers are none',
    () => {
      const other = withIds('1'.repeat(32), '1'.repeat(16))
      expect(handOn({ traceparent: [traceparent, other] }).traceparent).not.toContain(traceId)
      expect(continues(`${traceparent}, ${other}`)).toBe(false)
    },
  ],
  [
    '3.2.2.3',
    'trace-id SHOULD be globally unique',
    () => {
      const ids = Array.from({ length: 1000 }, () => handOn({}).traceparent?.slice(3, 35))
      expect(new Set(ids).size).toBe(1000)
    },
  ],
  [
    '3.2.2.3',
    'at least the right-most 7 bytes SHOULD be generated randomly',
    () => expect(shareOfSetBits(4000)).toEqual(Array(56).fill(expect.closeTo(0.5, 1))),
  ],
  [
    '3.2.2.3',
    'if they are, the random flag SHOULD be set',
    () => expect(handOn({}).traceparent).toMatch(/-03$/),
  ],
  [
    '3.2.2.3',
    'vendors MUST ignore the traceparent when the trace-id is invalid',
    () => {
      const ids = ['0'.repeat(32), traceId.toUpperCase(), `${traceId}0`, traceId.slice(1)]
      const others = [...ids, `.${traceId.slice(1)}`, `${traceId.slice(1)}g`]
      expect(others.filter((id) => continues(withIds(id, parentId)))).toEqual([])
    },
  ],
  [
    '3.2.2.4',
    'vendors MUST ignore the traceparent when the parent-id is invalid',
    () => {
      const ids = ['0'.repeat(16), parentId.toUpperCase(), `${parentId}0`, parentId.slice(1)]
      const others = [...ids, `.${parentId.slice(1)}`, `${parentId.slice(1)}g`]
      expect(others.filter((id) => continues(withIds(traceId, id)))).toEqual([])
    },
  ],
  [
    '3.2.2.5.1',
    'a definitive recording decision SHOULD be reflected in the sampled flag',
    () => {
      expect(handOn({}).traceparent).toMatch(/-02$/)
      expect(flagsAfter(withFlags('01'))).toBe('00')
    },
    neverSampled,
  ],
  [
    '3.2.2.5.1',
    'who needs to make a recording decision SHOULD respect the sampled flag',
    () => {
      expect(flagsAfter(withFlags('01'))).toBe('01')
      expect(flagsAfter(withFlags('00'))).toBe('00')
    },
  ],
  [
    '3.2.2.5.2',
    'when the right-most 7 bytes are random, the flag SHOULD be set to 1, sampled or not',
    () => expect(handOn({}).traceparent).toMatch(/-02$/),
    neverSampled,
  ],
  [
    '3.2.2.5.2',
    'set in the incoming traceparent, it MUST be set in all outgoing ones of the same trace-id',
    () => {
      expect(flagsAfter(withFlags('02'))).toBe('02')
      expect(flagsAfter(withFlags('03'))).toBe('03')
    },
  ],
  [
    '3.2.2.5.2',
    'unset in the incoming traceparent, it MUST be unset in all outgoing ones of the same trace-id',
    () => {
      expect(flagsAfter(withFlags('00'))).toBe('00')
      expect(flagsAfter(withFlags('01'))).toBe('01')
    },
  ],
  [
    '3.2.2.5.3',
    'other flags: vendors MUST set those to zero',
    () => {
      expect(flagsAfter(withFlags('ff'))).toBe('03')
      expect(flagsAfter(withFlags('fc'))).toBe('00')
      const span = { traceId, spanId: parentId, traceFlags: 0xfd }
      expect(inject(trace.setSpanContext(extract({}), span)).traceparent).toBe(withFlags('01'))
    },
  ],
  [
    '3.2.4',
    'MUST follow the rules: a version that is not 2 hex characters and a dash restarts the trace',
    () => {
      const others = ['0', '000', '0000', '.0', '0.', '0x', 'CC', ''].map((v) => ofVersion(v))
      expect([...others, '', '00', `cc_${traceparent.slice(3)}`].filter(continues)).toEqual([])
    },
  ],
  [
    '3.2.4',
    'a higher version SHOULD be parsed',
    () => {
      const later = [ofVersion('01'), ofVersion('cc'), ofVersion('fe', '-what-comes-next')]
      expect(later.filter(continues)).toEqual(later)
    },
  ],
  [
    '3.2.4',
    'a header of a higher version that is shorter than 55 characters restarts the trace',
    () => expect(continues(ofVersion('cc').slice(0, -1))).toBe(false),
  ],
  [
    '3.2.4',
    'MUST check that the 32 characters of trace-id are hex and followed by a dash',
    () => {
      expect(continues(`cc-${traceId.slice(1)}g-${parentId}-01`)).toBe(false)
      expect(continues(`cc-${traceId}.${parentId}-01`)).toBe(false)
    },
  ],
  [
    '3.2.4',
    'MUST check that the 16 characters of parent-id are hex and followed by a dash',
    () => {
      expect(continues(`cc-${traceId}-${parentId.slice(1)}g-01`)).toBe(false)
      expect(continues(`cc-${traceId}-${parentId}.01`)).toBe(false)
    },
  ],
  [
    '3.2.4',
    'MUST check that the 2 characters of flags are at the end or followed by a dash',
    () => {
      expect(continues(ofVersion('cc', '-'))).toBe(true)
      expect(continues(ofVersion('cc', '.later'))).toBe(false)
      expect(continues(ofVersion('cc', '0'))).toBe(false)
    },
  ],
  [
    '3.2.4',
    'MUST NOT parse or assume anything about unknown fields',
    () => expect(continues(ofVersion('cc', '-=,;\\ \u20ac'))).toBe(true),
  ],
  [
    '3.2.4',
    'MUST construct the new traceparent according to the highest version known, 00',
    () => {
      const sent = handOn({ traceparent: ofVersion('cc', '-later') }).traceparent
      expect(sent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`))
      expect(flagsAfter(`cc-${traceId}-${parentId}-ff-later`)).toBe('03')
    },
  ],
  [
    '3.4',
    'without a traceparent one SHOULD be generated, also when not sampling',
    () => expect(handOn({}).traceparent).toMatch(/^00-.*-02$/),
    neverSampled,
  ],
  [
    '3.4',
    'MUST send a received traceparent, and MAY mutate it: nothing but parent-id and sampled',
    () => {
      const sent = handOn({ traceparent }).traceparent
      expect(sent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`))
    },
  ],
  [
    '3.4',
    'if traceparent is not changed, tracestate MUST NOT be modified',
    () => {
      const received = { traceparent, tracestate: 'b= 2,a=1' }
      expect(inject(extract(received))).toEqual(received)
    },
  ],
  [
    '3.4',
    'parent-id MUST be set to a new value with the sampled flag',
    () => {
      expect(handOn({ traceparent }).traceparent).toMatch(/-00$/)
      expect(handOn({ traceparent }).traceparent).not.toContain(parentId)
    },
    neverSampled,
  ],
  [
    '3.4',
    'MUST NOT make any other mutation: ids that the API takes in upper case are sent in lower',
    () => {
      const upper = { traceId: traceId.toUpperCase(), spanId: parentId.toUpperCase() }
      const context = trace.setSpanContext(extract({}), { ...upper, traceFlags: 1 })
      expect(inject(context)).toEqual({ traceparent })
    },
  ],
  [
    '3.4',
    'a restart regenerates all properties, and SHOULD clean up tracestate',
    () => {
      const sent = handOn({ traceparent: withFlags('01'), tracestate: 'a=1' }, { root: true })
      expect(sent).toEqual({ traceparent: expect.stringMatching(/-03$/) })
      expect(sent.traceparent).not.toContain(traceId)
      const invalid = handOn({ traceparent: ofVersion('ff'), tracestate: 'a=1' })
      expect(invalid).toEqual({ traceparent: expect.stringMatching(/-03$/) })
    },
  ],
]

test.each(rows)('%s: %s', (_section, _says, shown, sampler) => withParticipant(shown, sampler))

/** For each of the last 56 bits of our trace ids, the share of ids in which it is 1. */
function shareOfSetBits(samples: number): number[] {
  const counts = Array(56).fill(0)
  for (let made = 0; made < samples; made++) {
    const bits = BigInt(`0x${handOn({}).traceparent?.slice(21, 35)}`)
    for (let bit = 0; bit < 56; bit++) counts[bit] += Number((bits >> BigInt(bit)) & 1n)
  }
  return counts.map((count) => count / samples)
}
