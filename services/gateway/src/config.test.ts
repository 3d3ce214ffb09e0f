import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { sha256 } from './test-world.ts'

test('with API keys alone the gateway finds its neighbors at their default ports', () => {
  const config = readConfig({ API_KEYS: `shop=${sha256('key-1')}` })

  expect(config).toEqual({
    host: '127.0.0.1',
    port: 8080,
    managementHost: '127.0.0.1',
    managementPort: 8090,
    drainMs: 10_000,
    proxies: 0,
    usersUrl: 'http://127.0.0.1:8081',
    ordersUrl: 'http://127.0.0.1:8082',
    upstreamTimeoutMs: 5000,
    allowedBaggage: [],
    apiKeys: new Map([[sha256('key-1'), { name: 'shop', context: 'continue' }]]),
    strangerContext: 'restart',
    perCaller: 30_000,
    perStranger: 200,
    traceUrl: 'http://localhost:16686',
  })
})

test('every bad variable is named at once, and no key is quoted', () => {
  const env = { API_KEYS: 'shop=key-1', PORT: 'http', TRACE_URL: 'javascript:alert(1)' }

  expect(() => readConfig(env)).toThrow(
    'configuration: PORT: expected a port (0 to 65535), got "http"; ' +
      'API_KEYS: expected caller=<SHA-256 of its key in hex>, each with :continue, :restart or :ignore if wanted, separated by commas, got another form; ' +
      'TRACE_URL: expected a URL, got another form',
  )
})

test.each([
  ['tenant', ['tenant']],
  [' tenant, region ', ['tenant', 'region']],
])('BAGGAGE_ALLOWED %o lets in %o', (BAGGAGE_ALLOWED, keys) => {
  const config = readConfig({ API_KEYS: `shop=${sha256('key-1')}`, BAGGAGE_ALLOWED })

  expect(config.allowedBaggage).toEqual(keys)
})

test.each(['tenant=acme', 'tenant,', 'two words'])('BAGGAGE_ALLOWED %o is refused', (text) => {
  const env = { API_KEYS: `shop=${sha256('key-1')}`, BAGGAGE_ALLOWED: text }

  expect(() => readConfig(env)).toThrow(
    `configuration: BAGGAGE_ALLOWED: expected baggage keys, separated by commas, got "${text}"`,
  )
})
