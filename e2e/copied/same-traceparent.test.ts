import { readTraceparent } from '@onetrace/trace-doctor/hops'
import { expect, test } from 'vitest'
import { parseTraceparent } from '../../packages/telemetry/src/propagation/traceparent.ts'

// packages/telemetry reads the headers of requests, and is copied without anything else of ours.
// The doctor reads headers that spans recorded. If the two parsers differed, the doctor would blame
// the wrong side.
const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
const parent = '00f067aa0ba902b7'
const of = (version: string, more = '') => `${version}-${trace}-${parent}-01${more}`

test.each([
  of('00'),
  ` \t${of('00')} \t`,
  `00-${trace}-${parent}-00`,
  `00-${trace}-${parent}-ff`,
  of('01'),
  of('fe'),
  of('cc', '-'),
  of('cc', '-what-comes-next'),
  of('cc', '-=,;\\ \u20ac'),
])('both take %j for a traceparent, with the same ids and flags', (header) => {
  const [own, recorded] = [parseTraceparent(header), readTraceparent(header)]

  expect(own).toMatchObject({ traceId: trace, spanId: parent })
  expect(recorded).toMatchObject({ traceId: trace, parentId: parent })
  expect(own?.traceFlags).toBe(Number.parseInt(recorded?.flags ?? '', 16) & 3)
})

test.each([
  '',
  '00',
  of('00', '-'),
  of('00', '-extra'),
  of('00', '.'),
  of('cc', '.later'),
  of('cc', '0'),
  of('ff'),
  of('0'),
  of('CC'),
  of('0x'),
  `00-${'0'.repeat(32)}-${parent}-01`,
  `00-${trace}-${'0'.repeat(16)}-01`,
  `00-${trace.toUpperCase()}-${parent}-01`,
  `00-${trace.slice(16)}-${parent}-01`,
  `00-${trace}0-${parent}-01`,
  `00-${trace}-${parent}0-01`,
  `00-${trace}-${parent}-1`,
  `00-${trace}-${parent}-0A`,
  `${of('00')}, ${of('00')}`,
  `${of('00')}\n`,
  `\u00a0${of('00')}`,
  of('00').replaceAll('-', '_'),
])('both refuse %j', (header) => {
  expect([parseTraceparent(header), readTraceparent(header)]).toEqual([undefined, undefined])
})
