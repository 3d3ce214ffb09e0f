import type { Socket } from 'node:net'
import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  status,
} from '@grpc/grpc-js'
import type { ExportAnswer } from '@onetrace/spans/otlp'
import { logLine } from '../log-line.ts'
import type { Signals, TakeExport } from '../otlp/signals.ts'
import { named, type Sender } from '../refusal.ts'
import { createReadGate } from './read-gate.ts'

export interface GrpcIntake {
  signals: Signals
  /** One export, as sent and unzipped. */
  maxMessageBytes: number
  /** So many exports are read at a time; the others wait, unread. */
  maxReading: number
}

export interface GrpcServer {
  accept: (socket: Socket) => void
  /** Calls under way get so long. */
  close: (graceMs: number) => void
}

/** https://github.com/open-telemetry/opentelemetry-proto, collector/*\/v1 */
const services: Record<keyof Signals, string> = {
  traces: 'opentelemetry.proto.collector.trace.v1.TraceService',
  logs: 'opentelemetry.proto.collector.logs.v1.LogsService',
  metrics: 'opentelemetry.proto.collector.metrics.v1.MetricsService',
}

/** OTLP/gRPC over connections that somebody else has accepted. */
export function createGrpcServer({ signals, maxMessageBytes, maxReading }: GrpcIntake) {
  const server = new Server({
    'grpc.max_receive_message_length': maxMessageBytes,
    'grpc.max_concurrent_streams': 100,
    // A peer that has gone without a word is found within a minute and a half.
    'grpc.keepalive_time_ms': 60_000,
    'grpc.keepalive_timeout_ms': 20_000,
    interceptors: [createReadGate(maxReading)],
  })
  for (const [signal, take] of Object.entries(signals)) {
    const service = exportService(services[signal as keyof Signals])
    server.addService(service, { Export: exportCall(take) })
  }
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure())
  return {
    accept: (socket) => injector.injectConnection(socket),
    close: (graceMs) => injector.drain(graceMs),
  } satisfies GrpcServer
}

/** Messages stay bytes: what decodes them is the same as for HTTP. */
function exportService(name: string): ServiceDefinition {
  const asItIs = (bytes: Buffer) => bytes
  const codec = {
    requestSerialize: asItIs,
    requestDeserialize: asItIs,
    responseSerialize: asItIs,
    responseDeserialize: asItIs,
  }
  const path = `/${name}/Export`
  return { Export: { path, requestStream: false, responseStream: false, ...codec } }
}

function exportCall(take: TakeExport): handleUnaryCall<Buffer, Buffer> {
  return (call, reply) => {
    const { request } = call
    const readBody = async () => request
    const sender = senderOfCall(call)
    take({ method: 'POST', contentType: 'application/x-protobuf', readBody }, sender)
      .then((answer) => {
        if (answer.status === 200) reply(null, Buffer.from(answer.body))
        else reply(failureOf(answer))
      })
      .catch((err) => {
        logLine('error', 'request failed', { method: sender.door, err: err.stack ?? String(err) })
        reply({ code: status.INTERNAL, details: 'internal error' })
      })
  }
}

function senderOfCall(call: ServerUnaryCall<Buffer, Buffer>): Sender {
  const [agent] = call.metadata.get('user-agent')
  return { door: call.getPath(), from: named(call.getPeer(), agent?.toString()) }
}

/** In the words of Go's library, which the real Jaeger answers with: not to be tried again. */
function failureOf({ refused = '' }: ExportAnswer) {
  return { code: status.INTERNAL, details: `grpc: error unmarshalling request: ${refused}` }
}
