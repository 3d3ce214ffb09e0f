import assert from 'node:assert'
import { diagnose, printFinding } from '@onetrace/trace-doctor'
import { judgeHops } from '@onetrace/trace-doctor/hops'
import { readLine } from '@onetrace/trace-doctor/logs'

const root = {
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  name: 'work',
  kind: 'internal',
  service: 'orders',
  startTime: 1n,
  endTime: 2n,
  status: { code: 'unset' },
  attributes: {},
  events: [],
  links: [],
  resource: {},
  scope: { name: '' },
}
const second = { ...root, spanId: 'c'.repeat(16) }
const trace = { traceId: root.traceId, spans: [root, second] }

assert.match(diagnose({ trace }).map(printFinding).join('\n'), /several-roots/)
assert.deepEqual(judgeHops(trace), [])
assert.equal(readLine('{"msg":"done"}').message, 'done')
