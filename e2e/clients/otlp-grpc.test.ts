import { expect, test } from 'vitest'
import { grpcCall } from './support/grpc-call.ts'

const traces = 'trace.v1.TraceService/Export'
const megabyte = 1024 * 1024

test.each([
  ['an export of nothing', traces, Buffer.alloc(0), { status: 'OK' }],
  ['bytes that are no protobuf', traces, Buffer.alloc(5, 0xff), { status: 'INTERNAL' }],
  ['a span with a trace id of 8 bytes', traces, spanOf(8), { status: 'INTERNAL' }],
  ['an export cut short', traces, spanOf(16).subarray(0, -4), { status: 'INTERNAL' }],
  ['4 MiB and a byte', traces, Buffer.alloc(4 * megabyte + 1), { status: 'RESOURCE_EXHAUSTED' }],
  ['another method', 'trace.v1.TraceService/Import', Buffer.alloc(0), { status: 'UNIMPLEMENTED' }],
  ['another service', 'trace.v2.Traces/Export', Buffer.alloc(0), { status: 'UNIMPLEMENTED' }],
])('OTLP over gRPC, %s: the status of Jaeger', async (_, path, message, answer) => {
  expect(await grpcCall(path, message)).toMatchObject(answer)
})

test('OTLP over gRPC, a small message that unzips to more than 4 MiB: the status of Jaeger', async () => {
  const answer = await grpcCall(traces, Buffer.alloc(50 * megabyte), { gzip: true })

  expect(answer.status).toBe('RESOURCE_EXHAUSTED')
})

/** One span with ids alone, by hand: no exporter sends a wrong one. */
function spanOf(traceIdBytes: number): Buffer {
  const field = (number: number, content: Buffer) =>
    Buffer.concat([Buffer.from([(number << 3) | 2, content.length]), content])
  const ids = [field(1, Buffer.alloc(traceIdBytes, 7)), field(2, Buffer.alloc(8, 2))]
  return field(1, field(2, field(2, Buffer.concat(ids))))
}
