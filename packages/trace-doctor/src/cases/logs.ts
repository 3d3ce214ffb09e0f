/** Log lines beside the spans. */
import { recordedLogs, traceOf } from '../recorded.ts'
import type { Case } from './case.ts'

export const logsCases: Case[] = [
  {
    check: 'log-without-ids',
    shown: () => ({
      trace: traceOf('place-order'),
      logs: recordedLogs('place-order').map((line) =>
        line.service === 'users' ? { ...line, traceId: undefined, spanId: undefined } : line,
      ),
    }),
    says: [
      /2 log lines of users inside a request without trace_id \("user found" during users: GET/,
    ],
    nearMiss: () => ({
      trace: traceOf('place-order'),
      logs: recordedLogs('place-order').flatMap((line) => [
        line,
        { ...line, traceId: undefined, spanId: undefined, message: 'outbox polled', fields: {} },
      ]),
    }),
  },
  {
    check: 'log-astray',
    shown: () => ({
      trace: traceOf('place-order'),
      logs: recordedLogs('place-order').map((line) =>
        line.service === 'users' ? { ...line, spanId: 'feedfeedfeedfeed' } : line,
      ),
    }),
    says: [/2 log lines of users name a span that the trace does not hold.*span feedfeedfeedfeed/],
    nearMiss: () => ({ trace: traceOf('place-order'), logs: recordedLogs('place-order') }),
  },
  {
    check: 'log-astray',
    shown: () => ({
      trace: traceOf('place-order'),
      logs: recordedLogs('place-order').map((line) =>
        line.service === 'users' ? { ...line, traceId: 'f'.repeat(32) } : line,
      ),
      absentTraces: ['f'.repeat(32)],
    }),
    says: [/2 log lines of users name a trace that does not exist .*trace f{32}/],
    nearMiss: () => ({
      trace: traceOf('place-order'),
      logs: recordedLogs('place-order').map((line) =>
        line.service === 'users' ? { ...line, traceId: 'f'.repeat(32), traceFlags: 0 } : line,
      ),
      absentTraces: ['f'.repeat(32)],
    }),
  },
]
