/**
 * The structs of the published jaeger.thrift that a batch of spans is made of,
 * https://github.com/jaegertracing/jaeger-idl/blob/main/thrift/jaeger.thrift (comments left out).
 */
const published = `
struct Tag {
  1: required string  key
  2: required TagType vType
  3: optional string  vStr
  4: optional double  vDouble
  5: optional bool    vBool
  6: optional i64     vLong
  7: optional binary  vBinary
}
struct Log {
  1: required i64       timestamp
  2: required list<Tag> fields
}
struct SpanRef {
  1: required SpanRefType refType
  2: required i64         traceIdLow
  3: required i64         traceIdHigh
  4: required i64         spanId
}
struct Span {
  1:  required i64           traceIdLow
  2:  required i64           traceIdHigh
  3:  required i64           spanId
  4:  required i64           parentSpanId
  5:  required string        operationName
  6:  optional list<SpanRef> references
  7:  required i32           flags
  8:  required i64           startTime
  9:  required i64           duration
  10: optional list<Tag>     tags
  11: optional list<Log>     logs
}
struct Process {
  1: required string    serviceName
  2: optional list<Tag> tags
}
struct Batch {
  1: required Process    process
  2: required list<Span> spans
}
`

export interface Field {
  required: boolean
  /** As the IDL spells it: `i64`, `Process`, `list<Tag>`. */
  type: string
  name: string
}

/** By field id. */
export type Struct = ReadonlyMap<number, Field>

const struct = /struct (\w+) \{([^}]*)\}/g
const field = /^\s*(\d+):\s*(required|optional)\s+([\w<>]+)\s+(\w+)/gm

export function parseIdl(text: string): Map<string, Struct> {
  const structs = new Map<string, Struct>()
  for (const [, name = '', body = ''] of text.matchAll(struct)) {
    const fields = [...body.matchAll(field)].map(
      ([, id, need, type = '', name = '']): [number, Field] => [
        Number(id),
        { required: need === 'required', type, name },
      ],
    )
    structs.set(name, new Map(fields))
  }
  return structs
}

export const jaegerIdl = parseIdl(published)

// What a decoded batch looks like: the same definitions, for the compiler. 64-bit numbers are bigint.

export const tagTypes = ['STRING', 'DOUBLE', 'BOOL', 'LONG', 'BINARY'] as const

export interface ThriftTag {
  key: string
  /** An index into `tagTypes`. */
  vType: number
  vStr?: string
  vDouble?: number
  vBool?: boolean
  vLong?: bigint
  vBinary?: Buffer
}

export interface ThriftLog {
  timestamp: bigint
  fields: ThriftTag[]
}

export interface ThriftReference {
  /** 0 is CHILD_OF, 1 is FOLLOWS_FROM. */
  refType: number
  traceIdLow: bigint
  traceIdHigh: bigint
  spanId: bigint
}

export interface ThriftSpan {
  traceIdLow: bigint
  traceIdHigh: bigint
  spanId: bigint
  parentSpanId: bigint
  operationName: string
  references?: ThriftReference[]
  flags: number
  startTime: bigint
  duration: bigint
  tags?: ThriftTag[]
  logs?: ThriftLog[]
}

export interface ThriftBatch {
  process: { serviceName: string; tags?: ThriftTag[] }
  spans: ThriftSpan[]
}
