import { createRequire } from 'node:module'
import { join } from 'node:path'
import protobuf from 'protobufjs'
import { expect, test } from 'vitest'
import { otlpFields, otlpLogFields, otlpMetricFields } from './fields.ts'

/** Copies of opentelemetry-proto, which a receiver of Elastic's brings along. */
const folder = join(
  createRequire(import.meta.url).resolve('@elastic/mockotlpserver/package.json'),
  '..',
)

const published = loadPublished()

function loadPublished(): protobuf.Root {
  const root = new protobuf.Root()
  root.resolvePath = (_, target) => join(folder, target)
  for (const signal of ['trace', 'logs', 'metrics']) {
    root.loadSync(`opentelemetry/proto/collector/${signal}/v1/${signal}_service.proto`)
  }
  root.resolveAll()
  return root
}

const messages: Record<Exclude<keyof typeof otlpFields, 'entityRef'>, string> = {
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

const logMessages: Record<keyof typeof otlpLogFields, string> = {
  request: 'ExportLogsServiceRequest',
  resourceLogs: 'ResourceLogs',
  scopeLogs: 'ScopeLogs',
  scope: 'InstrumentationScope',
  logRecord: 'LogRecord',
}

const metricMessages: Record<keyof typeof otlpMetricFields, string> = {
  request: 'ExportMetricsServiceRequest',
  resourceMetrics: 'ResourceMetrics',
}

// The copies are older than events: 1.5.0 of opentelemetry-proto gave them their name.
const { eventName: _, ...logRecord } = otlpLogFields.logRecord

// Older than entities, too, which have the numbers of 1.8.0.
const { entityRef: _entity, ...known } = otlpFields
const { entityRefs: _refs, ...resource } = otlpFields.resource

const all = [
  ...pairs({ ...known, resource }, messages),
  ...pairs({ ...otlpLogFields, logRecord }, logMessages),
  ...pairs(otlpMetricFields, metricMessages),
]

type Tags = Record<string, number>

function pairs(fields: Record<string, Tags>, names: Record<string, string>): [string, Tags][] {
  return Object.entries(fields).map(([name, ours]) => [names[name] ?? '', ours])
}

/** What is not here is a text, bytes or a message: its length stands before it. */
const wireTypes: Record<string, number> = {
  bool: 0,
  int64: 0,
  uint32: 0,
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

test.each(all)(
  'the fields of %s have the numbers and types that OpenTelemetry publishes',
  (message, ours) => {
    expect(Object.keys(ours)).not.toEqual([])
    expect(tagsOf(message)).toMatchObject(ours)
  },
)
