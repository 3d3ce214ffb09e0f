/// <reference path="./thrift.d.ts" />
import type TBinaryProtocol from 'thrift/lib/nodejs/lib/thrift/binary_protocol.js'
import { type Field, jaegerIdl, type Struct } from './jaeger-idl.ts'

type Protocol = TBinaryProtocol
type Values = Record<string, unknown>

/** The wire types of https://github.com/apache/thrift/blob/master/doc/specs/thrift-binary-protocol.md */
export const wireTypes = { stop: 0, struct: 12, list: 15 }

const leaves: Record<string, { wire: number; read: (protocol: Protocol) => unknown }> = {
  bool: { wire: 2, read: (protocol) => protocol.readBool() },
  double: { wire: 4, read: (protocol) => protocol.readDouble() },
  i32: { wire: 8, read: (protocol) => protocol.readI32() },
  i64: { wire: 10, read: readI64 },
  string: { wire: 11, read: (protocol) => protocol.readString() },
  binary: { wire: 11, read: (protocol) => protocol.readBinary() },
}

/**
 * A struct by its definition. A field of another type than defined is skipped like an unknown one,
 * as generated code does; depth and width are bounded by the definition and by the bytes there are.
 */
export function readStruct(protocol: Protocol, name: string): Values {
  const struct = jaegerIdl.get(name)
  if (!struct) throw new Error(`no struct ${name} in the IDL`)
  const values: Values = {}
  protocol.readStructBegin()
  for (;;) {
    const { ftype, fid } = protocol.readFieldBegin()
    if (ftype === wireTypes.stop) break
    const field = struct.get(fid)
    if (field && wireOf(field.type) === ftype) values[field.name] = readValue(protocol, field, name)
    else protocol.skip(ftype)
    protocol.readFieldEnd()
  }
  protocol.readStructEnd()
  expectRequired(values, struct, name)
  return values
}

function readValue(protocol: Protocol, { type, name }: Field, struct: string): unknown {
  const item = /^list<(\w+)>$/.exec(type)?.[1]
  if (item) return readList(protocol, { item, place: `${struct}.${name}` })
  return leafOf(type)?.read(protocol) ?? readStruct(protocol, type)
}

function readList(protocol: Protocol, { item, place }: { item: string; place: string }): Values[] {
  const { etype, size } = protocol.readListBegin()
  const left = protocol.trans.inBuf.length - protocol.trans.readPos
  // A struct is at least one byte. Unchecked, five bytes could ask for two thousand million spans.
  if (!(size >= 0 && size <= left)) {
    throw new Error(`${place}: a list of ${size} in the ${left} bytes that are left`)
  }
  if (size > 0 && etype !== wireTypes.struct) {
    throw new Error(`${place}: expected a list of ${item}, got wire type ${etype}`)
  }
  const items: Values[] = []
  while (items.length < size) items.push(readStruct(protocol, item))
  protocol.readListEnd()
  return items
}

function expectRequired(values: Values, struct: Struct, name: string): void {
  for (const field of struct.values()) {
    if (field.required && values[field.name] === undefined) {
      throw new Error(`${name}: required field ${field.name} is missing`)
    }
  }
}

function wireOf(type: string): number {
  return leafOf(type)?.wire ?? (type.startsWith('list<') ? wireTypes.list : wireTypes.struct)
}

/** Enums are i32 on the wire; they are the names that the IDL gives no struct for. */
function leafOf(type: string) {
  if (type.startsWith('list<') || jaegerIdl.has(type)) return undefined
  return leaves[type] ?? leaves.i32
}

function readI64(protocol: Protocol): bigint {
  const { buffer, offset } = protocol.readI64()
  return buffer.readBigInt64BE(offset)
}
