/** What spans and log lines hold and should not. */
import { edited, recordedLogs, traceOf } from '../recorded.ts'
import { type Case, named, withAttributes } from './case.ts'

export const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.c2lnbmF0dXJl'

export const contentsCases: Case[] = [
  {
    check: 'baggage',
    shown: () => ({
      trace: edited(
        'place-order',
        withAttributes({ 'baggage.user.email': 'jo', 'baggage.tenant': 'a' }),
      ),
      allowedBaggage: ['tenant'],
    }),
    says: [/baggage entry "user.email" is not in the allow-list and reached gateway/],
    nearMiss: () => ({
      trace: edited('place-order', withAttributes({ 'baggage.user.email': 'jo' })),
      allowedBaggage: ['user.*'],
    }),
  },
  {
    check: 'baggage',
    shown: () => ({
      trace: edited(
        'place-order',
        withAttributes({ 'http.request.header.baggage': ['a=1;p=2, card%20no=4,b=3'] }),
      ),
      allowedBaggage: ['a', 'b'],
    }),
    says: [/baggage entry "card no"/],
    nearMiss: () => ({
      trace: edited('place-order', withAttributes({ 'http.request.header.baggage': ['a=1,b=2'] })),
      allowedBaggage: ['a', 'b'],
    }),
  },
  {
    check: 'name-cardinality',
    shown: () => ({
      trace: edited('place-order', (span) =>
        span.service === 'users' && span.kind === 'server'
          ? { name: `GET ${span.attributes['url.path']}` }
          : undefined,
      ),
    }),
    says: [
      /1 span name of users holds a value: users: "?GET \/users\/\{uuid\}.*router is not instrumented/,
    ],
    nearMiss: () => ({
      trace: edited(
        'place-order',
        named('auth_check', () => ({ name: 'sha256 v1 of HTTP/1.1 #3' })),
      ),
    }),
  },
  {
    check: 'secret',
    shown: () => ({
      trace: edited(
        'place-order',
        withAttributes({ 'http.request.header.authorization': [`Bearer ${jwt}`] }),
      ),
    }),
    says: [/the value of http.request.header.authorization stands in .* of gateway/],
    nearMiss: () => ({
      trace: edited(
        'place-order',
        withAttributes({
          'http.request.header.authorization': ['[REDACTED]'],
          'url.full': 'https://REDACTED:REDACTED@host/?sig=REDACTED',
          'enduser.token_count': 12,
        }),
      ),
    }),
  },
  {
    check: 'secret',
    shown: () => ({
      trace: traceOf('place-order'),
      logs: recordedLogs('place-order').map((line, i) =>
        i > 0 ? line : { ...line, fields: { url: 'postgres://app:hunter2secret@db/orders' } },
      ),
    }),
    says: [/a password in a URL stands in log lines of users \(1 log line\)/],
    nearMiss: () => ({
      trace: traceOf('place-order'),
      logs: recordedLogs('place-order').map((line) => ({
        ...line,
        message: 'postgres://app@db/x',
      })),
    }),
  },
]
