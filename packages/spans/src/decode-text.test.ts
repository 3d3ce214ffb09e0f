import { expect, test } from 'vitest'
import { decodeText } from './decode-text.ts'

const text = '{"a":"grüße €"}\r\n'
const littleEndian = Buffer.from(`\uFEFF${text}`, 'utf16le')

test.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
  ["UTF-16, as PowerShell's > writes it", littleEndian],
  ['UTF-16 with the other order of bytes', Buffer.from(littleEndian).swap16()],
])('%s is read', (_, bytes) => {
  expect(decodeText(bytes)).toBe(text)
})
