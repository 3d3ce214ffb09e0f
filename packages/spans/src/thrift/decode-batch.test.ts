import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { decodeBatch, decodeEmitBatch } from './decode-batch.ts'
import { ThriftDecodeError } from './thrift-decode-error.ts'

const fixture = (name: string) => readFile(new URL(`../fixtures/${name}`, import.meta.url))

test.each([
  ['HTTP', 'jaeger-exporter-http.bin', decodeBatch],
  ['UDP', 'jaeger-exporter-udp.bin', (packet: Buffer) => decodeEmitBatch(packet, 'binary')],
] as const)('a batch over %s that is cut anywhere is refused as one', async (_, name, decode) => {
  const good = await fixture(name)

  expect(decode(good)).toBeDefined()
  for (let length = 0; length < good.length; length++) {
    expect(() => decode(good.subarray(0, length))).toThrow(ThriftDecodeError)
  }
})
