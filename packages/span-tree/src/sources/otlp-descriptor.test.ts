import { createRequire } from 'node:module'
import { join } from 'node:path'
import protobuf from 'protobufjs'
import { expect, test } from 'vitest'
import { otlpDescriptor } from './otlp-descriptor.ts'

/** Copies of opentelemetry-proto, which a receiver of Elastic's brings along. */
const folder = join(
  createRequire(import.meta.url).resolve('@elastic/mockotlpserver/package.json'),
  '..',
)

const published = loadPublished()

function loadPublished(): protobuf.Root {
  const root = new protobuf.Root()
  root.resolvePath = (_, target) => join(folder, target)
  root.loadSync('opentelemetry/proto/collector/trace/v1/trace_service.proto').resolveAll()
  return root
}

/** Two of our messages are nested in the published ones. */
const nestedIn: Record<string, string> = { Event: 'Span.Event', Link: 'Span.Link' }

interface Field {
  id: number
  type: string
  repeated: boolean
}

/** An enumeration is a number that is read as one. */
function fieldsOf(type: protobuf.Type): Record<string, Field> {
  const fields = type.fieldsArray.map(({ name, id, repeated, type, resolvedType }) => {
    const isEnum = resolvedType instanceof protobuf.Enum
    return [name, { id, type: isEnum ? 'int32' : (type.split('.').at(-1) ?? ''), repeated }]
  })
  return Object.fromEntries(fields)
}

const ours = protobuf.Root.fromJSON(otlpDescriptor).resolveAll()

test.each(Object.keys(otlpDescriptor.nested))(
  'the fields of %s have the numbers and types that OpenTelemetry publishes',
  (name) => {
    const mine = fieldsOf(ours.lookupType(name))
    const theirs = fieldsOf(published.lookupType(nestedIn[name] ?? name))

    expect(Object.keys(mine)).not.toEqual([])
    expect(theirs).toMatchObject(mine)
  },
)
