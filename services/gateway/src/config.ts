import { type EnvReader, readEnv, readServiceConfig } from '@onetrace/service'
import { apiKeysForm, parseApiKeys } from './api-keys.ts'

/** Environment variables of the gateway; throws a `ConfigError` that names every bad one. */
export function readConfig(env: Record<string, string | undefined>) {
  return readEnv(env, (from: EnvReader) => ({
    ...readServiceConfig(from, { port: 8080, management: 8090 }),
    usersUrl: from.url('USERS_URL', 'http://127.0.0.1:8081'),
    ordersUrl: from.url('ORDERS_URL', 'http://127.0.0.1:8082'),
    upstreamTimeoutMs: from.milliseconds('UPSTREAM_TIMEOUT', 5000),
    // Other keys of a caller's baggage go no further than the gateway.
    allowedBaggage: from.value('BAGGAGE_ALLOWED', {
      expected: 'baggage keys, separated by commas',
      parse: parseBaggageKeys,
      fallback: [],
    }),
    apiKeys: from.value('API_KEYS', { expected: apiKeysForm, parse: parseApiKeys, secret: true }),
    // Of who sends no key, or one that is not known: a link to his trace, no more.
    strangerContext: from.oneOf('STRANGER_CONTEXT', ['restart', 'ignore', 'continue']),
    // Requests within ten seconds.
    perCaller: from.count('RATE_LIMIT', { most: 1_000_000, fallback: 30_000 }),
    perStranger: from.count('RATE_LIMIT_STRANGERS', { most: 1_000_000, fallback: 200 }),
    // Where the demo page's links to a trace lead.
    traceUrl: from.url('TRACE_URL', 'http://localhost:16686'),
  }))
}

/** W3C Baggage says that a key is a token of RFC 9110. */
function parseBaggageKeys(text: string): string[] | undefined {
  const keys = text.split(',').map((key) => key.trim())
  return keys.every((key) => /^[!#$%&'*+.^_`|~\w-]+$/.test(key)) ? keys : undefined
}
