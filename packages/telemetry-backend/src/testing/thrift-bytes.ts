/** Thrift's compact protocol by hand, https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md */
const types = { true: 1, false: 2, i32: 5, i64: 6, double: 7, binary: 8, list: 9, struct: 12 }

type Type = Exclude<keyof typeof types, 'true' | 'false'>
type Field = [id: number, type: Type | boolean, ...value: Buffer[]]

/** Each field id must be above the one before it by at most 15. */
export function struct(...fields: Field[]): Buffer {
  let last = 0
  const parts = fields.map(([id, type, value = Buffer.alloc(0)]) => {
    const wire = types[typeof type === 'boolean' ? (`${type}` as 'true') : type]
    const head = Buffer.from([((id - last) << 4) | wire])
    last = id
    return Buffer.concat([head, value])
  })
  return Buffer.concat([...parts, Buffer.from([0])])
}

export function structs(...items: Buffer[]): Buffer {
  const long = items.length > 14
  const head = long
    ? Buffer.concat([Buffer.from([0xf0 | types.struct]), varint(BigInt(items.length))])
    : Buffer.from([(items.length << 4) | types.struct])
  return Buffer.concat([head, ...items])
}

export function int(value: bigint | number): Buffer {
  const wide = BigInt(value)
  return varint(BigInt.asUintN(64, (wide << 1n) ^ (wide >> 63n)))
}

export function bytes(content: string | Buffer): Buffer {
  const raw = Buffer.from(content as string)
  return Buffer.concat([varint(BigInt(raw.length)), raw])
}

export function double(value: number): Buffer {
  const raw = Buffer.alloc(8)
  raw.writeDoubleLE(value)
  return raw
}

/** A oneway call in the compact protocol. */
export function call(method: string, args: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x82, (4 << 5) | 1]), varint(0n), bytes(method), args])
}

function varint(value: bigint): Buffer {
  const out: number[] = []
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 0x80n) return Buffer.from([...out, Number(rest)])
    out.push(Number(rest & 0x7fn) | 0x80)
  }
}
