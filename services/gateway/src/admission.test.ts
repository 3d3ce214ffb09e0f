import { expect, test } from 'vitest'
import { admission } from './admission.ts'
import { parseApiKeys } from './api-keys.ts'
import { sha256 } from './test-world.ts'

const apiKeys = parseApiKeys(
  `shop=${sha256('key-1')},till=${sha256('key-2')}:restart,kiosk=${sha256('key-3')}:ignore`,
)
if (!apiKeys) throw new Error('expected API keys of the right form')
const admit = admission({ apiKeys, strangerContext: 'restart', allowedBaggage: ['tenant'] })

test.each([
  ['a key without a mode', 'Bearer key-1', { mode: 'continue', baggage: ['tenant'] }],
  ['a key with restart', 'bearer  key-2', { mode: 'restart', baggage: ['tenant'] }],
  ['a key with ignore', 'Bearer key-3', { mode: 'ignore', baggage: ['tenant'] }],
  ['an unknown key', 'Bearer key-4', { mode: 'restart', baggage: [] }],
  ['no key', '', { mode: 'restart', baggage: [] }],
  ['the name of a caller', 'Bearer shop', { mode: 'restart', baggage: [] }],
])('%s', (_what, authorization, admitted) => {
  const header = (name: string) => (name === 'authorization' ? authorization : '')

  expect(admit(header)).toEqual(admitted)
})
