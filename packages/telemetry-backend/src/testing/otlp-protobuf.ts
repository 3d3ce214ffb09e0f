import type { SampleSpan } from './otlp-samples.ts'

/** The few fields that a sample needs, https://protobuf.dev/programming-guides/encoding/ */
export function protobufExport(...spans: SampleSpan[]): Buffer {
  const named = keyValue('service.name', spans[0]?.service ?? 'gateway')
  const resource = bytes(1, bytes(1, named))
  const scopeSpans = bytes(2, Buffer.concat(spans.map((span) => bytes(2, spanMessage(span)))))
  return bytes(1, Buffer.concat([resource, scopeSpans]))
}

function spanMessage(span: SampleSpan): Buffer {
  return Buffer.concat([
    bytes(1, Buffer.from(span.traceId, 'hex')),
    bytes(2, Buffer.from(span.spanId, 'hex')),
    ...(span.parentSpanId ? [bytes(4, Buffer.from(span.parentSpanId, 'hex'))] : []),
    bytes(5, Buffer.from(span.name)),
    Buffer.from([(6 << 3) | 0, span.kind ?? 0]),
    fixed64(7, span.startTimeUnixNano),
    fixed64(8, span.endTimeUnixNano),
    ...Object.entries(span.texts ?? {}).map(([key, value]) => bytes(9, keyValue(key, value))),
  ])
}

function keyValue(key: string, value: string): Buffer {
  return Buffer.concat([bytes(1, Buffer.from(key)), bytes(2, bytes(1, Buffer.from(value)))])
}

function bytes(field: number, content: Buffer): Buffer {
  const length: number[] = []
  for (let rest = content.length; ; rest >>>= 7) {
    length.push(rest < 0x80 ? rest : (rest & 0x7f) | 0x80)
    if (rest < 0x80) break
  }
  return Buffer.concat([Buffer.from([(field << 3) | 2, ...length]), content])
}

function fixed64(field: number, value: string): Buffer {
  const encoded = Buffer.alloc(9)
  encoded[0] = (field << 3) | 1
  encoded.writeBigUInt64LE(BigInt(value), 1)
  return encoded
}
