/// <reference path="./thrift.d.ts" />
import TBinaryProtocol from 'thrift/lib/nodejs/lib/thrift/binary_protocol.js'
import TCompactProtocol from 'thrift/lib/nodejs/lib/thrift/compact_protocol.js'
import TFramedTransport from 'thrift/lib/nodejs/lib/thrift/framed_transport.js'
import type { ThriftBatch } from './jaeger-idl.ts'
import { readStruct, wireTypes } from './read-struct.ts'
import { ThriftDecodeError } from './thrift-decode-error.ts'

export type Encoding = 'binary' | 'compact'

const protocols = { binary: TBinaryProtocol, compact: TCompactProtocol }

/** The body of an HTTP request: a bare `Batch` in the binary protocol. */
export function decodeBatch(body: Buffer): ThriftBatch {
  return explained(() => readBatch(protocolFor(body, 'binary')))
}

/** A datagram: the oneway call `Agent.emitBatch(1: Batch)`. */
export function decodeEmitBatch(packet: Buffer, encoding: Encoding): ThriftBatch {
  return explained(() => {
    const protocol = protocolFor(packet, encoding)
    const method = String(protocol.readMessageBegin().fname)
    if (method !== 'emitBatch') {
      throw new Error(`expected a call of emitBatch, got ${JSON.stringify(method.slice(0, 64))}`)
    }
    return readArguments(protocol)
  })
}

function protocolFor(bytes: Buffer, encoding: Encoding): TBinaryProtocol {
  return new protocols[encoding](new TFramedTransport(bytes), true)
}

function readArguments(protocol: TBinaryProtocol): ThriftBatch {
  protocol.readStructBegin()
  let batch: ThriftBatch | undefined
  for (;;) {
    const { ftype, fid } = protocol.readFieldBegin()
    if (ftype === wireTypes.stop) break
    if (fid === 1 && ftype === wireTypes.struct) batch = readBatch(protocol)
    else protocol.skip(ftype)
    protocol.readFieldEnd()
  }
  if (!batch) throw new Error('emitBatch: no batch among the arguments')
  return batch
}

/** The definition of `Batch` and its type are one and the same; this is where they meet. */
function readBatch(protocol: TBinaryProtocol): ThriftBatch {
  return readStruct(protocol, 'Batch') as unknown as ThriftBatch
}

function explained<T>(decode: () => T): T {
  try {
    return decode()
  } catch (cause) {
    const reason = cause instanceof Error && cause.message ? cause.message : 'it ends too early'
    throw new ThriftDecodeError(`not a Jaeger thrift batch: ${reason}`, { cause })
  }
}
