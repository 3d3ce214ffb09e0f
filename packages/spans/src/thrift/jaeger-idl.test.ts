import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { jaegerIdl, parseIdl } from './jaeger-idl.ts'

/** Jaeger's client publishes the IDL; here it is installed with OpenTelemetry's exporter for Jaeger. */
async function publishedIdl(): Promise<string> {
  const telemetry = createRequire(new URL('../../../telemetry/package.json', import.meta.url))
  const exporter = createRequire(telemetry.resolve('@opentelemetry/exporter-jaeger'))
  const client = dirname(exporter.resolve('jaeger-client'))
  return readFile(join(client, 'jaeger-idl/thrift/jaeger.thrift'), 'utf8').catch(() =>
    readFile(join(client, 'src/jaeger-idl/thrift/jaeger.thrift'), 'utf8'),
  )
}

test('ids, types and names of every struct are those of the published IDL', async () => {
  const published = parseIdl(await publishedIdl())

  expect([...jaegerIdl.keys()]).toEqual(['Tag', 'Log', 'SpanRef', 'Span', 'Process', 'Batch'])
  for (const [name, fields] of jaegerIdl) {
    expect({ name, fields: [...fields] }).toEqual({
      name,
      fields: [...(published.get(name) ?? [])],
    })
  }
})
