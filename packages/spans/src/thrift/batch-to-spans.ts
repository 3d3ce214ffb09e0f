import type { Span } from '../model.ts'
import { decodeBatch, decodeEmitBatch, type Encoding } from './decode-batch.ts'
import { toSpans } from './to-spans.ts'

// With thrift's own code behind it, this is loaded when the first batch comes.

/** Of an HTTP request. Throws ThriftDecodeError. */
export function batchToSpans(body: Buffer): Span[] {
  return toSpans(decodeBatch(body))
}

/** Of a datagram. Throws ThriftDecodeError. */
export function packetToSpans(packet: Buffer, encoding: Encoding): Span[] {
  return toSpans(decodeEmitBatch(packet, encoding))
}
