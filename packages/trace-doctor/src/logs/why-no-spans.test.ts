import { expect, test } from 'vitest'
import { readLogRecord } from './log-record.ts'
import { whyNoSpans } from './why-no-spans.ts'

const line = (service: string, fields: Record<string, unknown>) =>
  readLogRecord(JSON.stringify({ service, msg: 'request served', ...fields }))
const unsampled = { trace_flags: '00' }
const byCaller = { ...unsampled, notSampledBy: 'caller' }

test.each([
  ['no line', [], undefined],
  ['a line that knows nothing of flags', [line('postgres', {})], undefined],
  ['flags alone', [line('shop', unsampled)], 'not sampled; 1 log line has its id'],
  [
    'a caller',
    [line('orders', byCaller), line('gateway', byCaller)],
    'the caller said: not sampled; 2 log lines have its id',
  ],
  [
    'a sampler, to which others are callees',
    [line('orders', byCaller), line('gateway', { ...unsampled, notSampledBy: 'sampler' })],
    'not sampled: gateway decided so by its sampler; 2 log lines have its id',
  ],
  [
    'a sampled line',
    [line('orders', { trace_flags: '03' }), line('postgres', {})],
    'its spans were to be recorded, and are lost or still on their way; 2 log lines have its id',
  ],
])('%s', (_what, lines, why) => {
  expect(whyNoSpans(lines)).toBe(why)
})
