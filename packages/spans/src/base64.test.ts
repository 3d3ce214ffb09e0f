import { expect, test } from 'vitest'
import { fromBase64, isBase64, toBase64 } from './base64.ts'

test('bytes are the same after both ways', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, value) => value)

  expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
  expect(fromBase64(toBase64(bytes))).toEqual(bytes)
})

test('the alphabet of URLs is read, and padding may be missing', () => {
  expect(fromBase64('-_8')).toEqual(new Uint8Array([0xfb, 0xff]))
})

test.each(['A', 'AAAAA', 'A===', 'A A=', 'ä'])('%j is none', (text) => {
  expect(isBase64(text)).toBe(false)
})
