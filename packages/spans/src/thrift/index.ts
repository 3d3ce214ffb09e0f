/** Batches of Jaeger's clients. Of Node, and the one part that needs Apache's `thrift` installed. */
export { batchToSpans, packetToSpans } from './batch-to-spans.ts'
export type { Encoding } from './decode-batch.ts'
export { ThriftDecodeError } from './thrift-decode-error.ts'
