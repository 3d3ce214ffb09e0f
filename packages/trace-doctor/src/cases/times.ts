/** Clocks, and work that goes on too long. */
import type { Span } from '@onetrace/spans'
import { edited } from '../recorded.ts'
import { type Case, inUsers, ms, named, shifted } from './case.ts'

const day = 86_400_000n * ms

/** users ends 80 ms after the call it answers. */
function servedLate(call: Partial<Span>) {
  return edited('place-order', (span) => {
    if (span.service === 'users') return { endTime: span.endTime + 80n * ms }
    return span.name === 'GET' ? call : undefined
  })
}

/** users takes the call 2 s after orders gave it up, as one that was suspended does. */
function takenLate(call: Partial<Span>) {
  return edited('place-order', (span) => {
    if (span.service === 'users') return shifted(span, 2000n * ms)
    return span.name === 'GET' ? call : undefined
  })
}

export const timesCases: Case[] = [
  {
    check: 'clock-skew',
    shown: () => ({
      trace: edited(
        'place-order',
        inUsers((span) => shifted(span, -5000n * ms)),
      ),
    }),
    says: [/the clock of users is about \d{4} ms behind that of orders/],
    nearMiss: () => ({ trace: servedLate({}) }),
  },
  {
    check: 'clock-skew',
    shown: () => ({
      trace: edited(
        'place-order',
        named('place_order', (s) => ({ endTime: s.startTime - 1n })),
      ),
    }),
    says: [/a span ends before the start/],
    nearMiss: () => ({
      trace: edited(
        'place-order',
        named('auth_check', (s) => ({ endTime: s.startTime })),
      ),
    }),
  },
  {
    check: 'clock-skew',
    shown: () => ({
      trace: edited(
        'place-order',
        named('auth_check', () => ({ startTime: 0n, endTime: 1n })),
      ),
    }),
    says: [
      /a span began 5\d years before its parent .*auth_check.* is 0 ns since 1970: it was never set/,
    ],
    nearMiss: () => ({
      trace: edited(
        'place-order',
        named('auth_check', (s) => shifted(s, -200n * day)),
      ),
    }),
  },
  {
    check: 'outlives-parent',
    shown: () => ({
      trace: edited(
        'extra-span',
        named('double_check', (s) => ({ endTime: s.endTime + 80n * ms })),
      ),
    }),
    says: [/it ends \d+ ms after its parent .*double_check.*did not wait for it/],
    nearMiss: () => ({
      trace: edited(
        'extra-span',
        named('double_check', (s) => ({ endTime: s.endTime + 80n * ms, kind: 'consumer' })),
      ),
    }),
  },
  {
    check: 'outlives-parent',
    shown: () => ({ trace: servedLate({ status: { code: 'error' }, attributes: {} }) }),
    says: [/orders gave up waiting and users worked on/],
    nearMiss: () => ({ trace: servedLate({}) }), // answered, by a server that was busy
  },
  {
    check: 'outlives-parent',
    shown: () => ({ trace: takenLate({ status: { code: 'error' }, attributes: {} }) }),
    says: [/orders gave up waiting and users worked on/],
    nearMiss: () => ({ trace: servedLate({}) }),
  },
  {
    check: 'clock-skew',
    shown: () => ({ trace: takenLate({}) }), // nobody answers before being asked
    says: [/the clock of users is about \d{4} ms ahead of that of orders/],
    nearMiss: () => ({ trace: takenLate({ status: { code: 'error' }, attributes: {} }) }),
  },
]
