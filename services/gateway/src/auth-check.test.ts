import { expect, test } from 'vitest'
import { callerOf, parseApiKeys } from './api-keys.ts'
import { bearer, sha256, withGateway } from './test-world.ts'

test('keys are read by the hash of each, with the caller whose it is', () => {
  const keys = parseApiKeys(`shop=${sha256('key-1')}, till.2=${sha256('key-2')}`)

  expect(keys && ['key-1', 'key-2', 'key-3'].map((key) => callerOf(keys, key)?.name)).toEqual([
    'shop',
    'till.2',
    undefined,
  ])
})

test('one caller may have two keys, to change them without a gap', () => {
  const keys = parseApiKeys(`shop=${sha256('old')},shop=${sha256('new')}`)

  expect(keys && ['old', 'new'].map((key) => callerOf(keys, key)?.name)).toEqual(['shop', 'shop'])
})

test.each([
  ['nothing', ''],
  ['a key that is not hashed', 'shop=key-1'],
  ['a hash without a caller', `=${sha256('key-1')}`],
  ['a caller that could not be a header', `shop\r\nx=${sha256('key-1')}`],
  ['a mode that there is not', `shop=${sha256('key-1')}:trust`],
  ['a comma at the end', `shop=${sha256('key-1')},`],
])('%s is not the form of API keys', (_what, text) => {
  expect(parseApiKeys(text)).toBeUndefined()
})

test.each([['Bearer key-1'], ['bearer   key-1']])('%s opens the door', (authorization) =>
  withGateway(
    (_req, res) => void res.end(),
    async ({ url, seen }) => {
      const response = await fetch(`${url}/orders/7`, { headers: { authorization } })

      expect(response.status).toBe(200)
      expect(seen).toHaveLength(1)
    },
  ),
)

test.each([
  ['no header', {}],
  ['an unknown key', { authorization: 'Bearer key-9' }],
  ['the hash of a key', { authorization: `Bearer ${sha256('key-1')}` }],
  ['another scheme', { authorization: 'Basic key-1' }],
  ['two keys', { authorization: 'Bearer key-1 key-1' }],
])('%s is a 401 that quotes no key, and reaches no service', (_what, headers) =>
  withGateway(
    (_req, res) => void res.end(),
    async ({ url, seen }) => {
      const response = await fetch(`${url}/orders/7`, { headers })

      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer')
      expect(await response.text()).not.toContain('key-')
      expect(seen).toEqual([])
    },
  ),
)

test.each([
  ['GET', '/orders', 405],
  ['DELETE', '/orders/7', 405],
  ['POST', '/users/7/points', 404],
])('%s %s has no way in', (method, path, status) =>
  withGateway(
    (_req, res) => void res.end(),
    async ({ url, seen }) => {
      const response = await fetch(url + path, { method, headers: bearer })

      expect(response.status).toBe(status)
      expect(seen).toEqual([])
    },
  ),
)
