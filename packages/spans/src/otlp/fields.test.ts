import { createRequire } from 'node:module'
import { join } from 'node:path'
import protobuf from 'protobufjs'
import { expect, test } from 'vitest'
import { otlpFields } from './fields.ts'

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

const messages: Record<keyof typeof otlpFields, string> = {
  request: 'ExportTraceServiceRequest',
  resourceSpans: 'ResourceSpans',
  resource: 'Resource',
  scopeSpans: 'ScopeSpans',
  scope: 'InstrumentationScope',
  span: 'Span',
  event: 'Span.Event',
  link: 'Span.Link',
  status: 'Status',
  keyValue: 'KeyValue',
  anyValue: 'AnyValue',
  arrayValue: 'ArrayValue',
  kvlistValue: 'KeyValueList',
}

/** What is not here is a text, bytes or a message: its length stands before it. */
const wireTypes: Record<string, number> = {
  bool: 0,
  int64: 0,
  fixed64: 1,
  double: 1,
  fixed32: 5,
}

/** Each field as it stands on the wire. */
function tagsOf(name: string): Record<string, number> {
  const fields = published.lookupType(name).fieldsArray.map((field) => {
    const wireType = field.resolvedType instanceof protobuf.Enum ? 0 : (wireTypes[field.type] ?? 2)
    return [field.name, (field.id << 3) | wireType]
  })
  return Object.fromEntries(fields)
}

test.each(Object.entries(messages))(
  'the fields of %s, %s, have the numbers and types that OpenTelemetry publishes',
  (name, message) => {
    const ours = Object.entries(otlpFields).find(([known]) => known === name)?.[1] ?? {}

    expect(Object.keys(ours)).not.toEqual([])
    expect(tagsOf(message)).toMatchObject(ours)
  },
)
