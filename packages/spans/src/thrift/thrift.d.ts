/** The parts of Apache Thrift's Node library that reading needs; it ships no types. */
declare module 'thrift/lib/nodejs/lib/thrift/framed_transport.js' {
  export default class TFramedTransport {
    constructor(frame: Buffer)
    readonly inBuf: Buffer
    readonly readPos: number
  }
}

declare module 'thrift/lib/nodejs/lib/thrift/binary_protocol.js' {
  import type TFramedTransport from 'thrift/lib/nodejs/lib/thrift/framed_transport.js'

  export interface Int64 {
    buffer: Buffer
    offset: number
  }

  /** What both protocols have in common. */
  export default class TBinaryProtocol {
    constructor(transport: TFramedTransport, strictRead?: boolean)
    readonly trans: TFramedTransport
    readMessageBegin(): { fname: string | Buffer; mtype: number; rseqid: number }
    readStructBegin(): void
    readStructEnd(): void
    readFieldBegin(): { ftype: number; fid: number }
    readFieldEnd(): void
    readListBegin(): { etype: number; size: number }
    readListEnd(): void
    readBool(): boolean
    readI32(): number
    readI64(): Int64
    readDouble(): number
    readString(): string
    readBinary(): Buffer
    skip(type: number): void
  }
}

declare module 'thrift/lib/nodejs/lib/thrift/compact_protocol.js' {
  import TBinaryProtocol from 'thrift/lib/nodejs/lib/thrift/binary_protocol.js'

  export default class TCompactProtocol extends TBinaryProtocol {}
}
