import assert from 'node:assert'
import { assertSpanTree, readTraces } from '@onetrace/span-tree'
import { startReceiver } from '@onetrace/span-tree/receiver'

const ids = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }
const request = { resourceSpans: [{ scopeSpans: [{ spans: [{ ...ids, name: 'work' }] }] }] }
const [trace] = readTraces(JSON.stringify(request))
assertSpanTree(trace, 'unknown_service: work')
assert.throws(() => assertSpanTree(trace, 'unknown_service: play'), /name expected play, got work/)
await assert.rejects(import('@onetrace/span-tree/vitest'), /Cannot find package 'vitest'/)

const receiver = await startReceiver()
const headers = { 'content-type': 'application/json' }
const body = JSON.stringify(request)
await fetch(`${receiver.url}/v1/traces`, { method: 'POST', headers, body })
assertSpanTree(receiver.trace(ids.traceId), 'unknown_service: work')
await receiver.close()
