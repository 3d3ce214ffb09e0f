import { Client, credentials, Metadata, status } from '@grpc/grpc-js'
import { target } from './target.ts'

export interface GrpcAnswer {
  /** As gRPC names it: `OK`, `INTERNAL`. */
  status: string
  details: string
}

const asItIs = (bytes: Buffer) => bytes

/** `path` behind `/opentelemetry.proto.collector.`, and the message as it stands. */
export async function grpcCall(
  path: string,
  message: Buffer,
  { gzip = false } = {},
): Promise<GrpcAnswer> {
  const client = new Client(new URL(target.otlpGrpc).host, credentials.createInsecure(), {
    'grpc.max_send_message_length': -1,
    ...(gzip && { 'grpc.default_compression_algorithm': 2 }),
  })
  try {
    const { code, details } = await unary(client, `/opentelemetry.proto.collector.${path}`, message)
    return { status: status[code] ?? String(code), details }
  } finally {
    client.close()
  }
}

function unary(client: Client, path: string, message: Buffer) {
  return new Promise<{ code: number; details: string }>((answered) => {
    client.makeUnaryRequest(path, asItIs, asItIs, message, new Metadata(), (error) =>
      answered(error ?? { code: status.OK, details: '' }),
    )
  })
}
