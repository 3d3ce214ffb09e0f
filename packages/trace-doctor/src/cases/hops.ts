/** Calls from one service to another. */
import { edited, recorded, recordedAfterGood, recordedLogs, traceOf } from '../recorded.ts'
import { type Case, inUsers, ms, shifted } from './case.ts'

export const hopsCases: Case[] = [
  {
    check: 'lost-context',
    shown: () => recorded('propagators-off'),
    says: [/orders dropped it: it passed none on to users either/],
    nearMiss: () => ({
      trace: traceOf('propagators-off'),
      others: recorded('propagators-off').others.map(({ traceId, spans }) => ({
        traceId,
        spans: spans.map((span) => ({ ...span, ...shifted(span, 60_000n * ms) })),
      })),
    }),
  },
  {
    check: 'lost-context',
    shown: () => recordedAfterGood('receiver-off'),
    says: [
      /users did not extract it, though it did in trace 6c57.*its propagators were switched off/,
    ],
    nearMiss: () => recordedAfterGood('users-down'),
  },
  {
    check: 'rewritten-trace-id',
    shown: () => recorded('id-cut'),
    says: [/trace id 229f\w+ became 0{16}\w+ on the way to users.*cuts trace ids to 64 bits/],
    nearMiss: () => recorded('header-stripped'),
  },
  {
    check: 'lost-sampled-flag',
    shown: () => ({ ...recorded('flag-cleared'), logs: recordedLogs('flag-cleared') }),
    says: [/users took part in the trace and recorded no span: its log lines say trace_flags 00/],
    nearMiss: () => ({
      ...recorded('users-not-exported'),
      logs: recordedLogs('users-not-exported'),
    }),
  },
  {
    check: 'lost-sampled-flag',
    shown: () => ({
      trace: edited(
        'place-order',
        inUsers(() => ({ flags: 768 })),
      ),
    }),
    says: [/users does not sample what orders samples/],
    nearMiss: () => ({
      trace: edited(
        'place-order',
        inUsers(() => ({ flags: 768, resource: { 'telemetry.sdk.language': 'python' } })),
      ),
    }),
  },
  {
    check: 'client-without-server',
    shown: () => recordedAfterGood('users-not-exported'),
    says: [/users answered 200 and sent no server span.*users did not record it/],
    nearMiss: () => recorded('users-not-exported'),
  },
  {
    check: 'client-without-server',
    severity: 'note',
    shown: () => recordedAfterGood('users-down'),
    says: [/reached no server: connect ECONNREFUSED.*nothing listened .* the context was not lost/],
    nearMiss: () => recorded('unknown-user'),
  },
  {
    check: 'server-without-client',
    shown: () => recorded('client-by-hand'),
    says: [/users was called without a client span of orders.*passes the context on by hand/],
    // A message is no call: nobody waits for its consumer.
    nearMiss: () => ({
      trace: edited('client-by-hand', (span) =>
        span.kind === 'server' && span.service === 'users' ? { kind: 'consumer' } : undefined,
      ),
    }),
  },
]
