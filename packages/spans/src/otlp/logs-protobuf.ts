import type { Attributes, AttributeValue } from '../model.ts'
import { addStep, expected } from '../shape-error.ts'
import { otlpLogFields as fields } from './fields.ts'
import { InternedText } from './interned-text.ts'
import type { OtlpLogRecord, OtlpLogScope, OtlpResourceLogs } from './log-records.ts'
import { readPair, readValue } from './protobuf.ts'
import { readFields, readResource } from './read-fields.ts'
import { WireReader } from './wire-reader.ts'

const texts = new InternedText()

/**
 * @throws {ShapeError} for a value that is wrong
 * @throws {WireError} for bytes that are no protobuf
 */
export function readLogsProtobuf(body: Uint8Array): OtlpResourceLogs[] {
  const reader = new WireReader(body, texts)
  const all: OtlpResourceLogs[] = []
  readFields(reader, body.length, {
    [fields.request.resourceLogs]: (end) =>
      within(`resourceLogs[${all.length}]`, () => all.push(readResourceLogs(reader, end))),
  })
  return all
}

function readResourceLogs(reader: WireReader, end: number): OtlpResourceLogs {
  const resource: Attributes = {}
  const scopeLogs: OtlpResourceLogs['scopeLogs'] = []
  readFields(reader, end, {
    [fields.resourceLogs.resource]: (stop) => readResource(reader, stop, resource),
    [fields.resourceLogs.scopeLogs]: (stop) =>
      within(`scopeLogs[${scopeLogs.length}]`, () => scopeLogs.push(readScopeLogs(reader, stop))),
  })
  return { resource, scopeLogs }
}

function readScopeLogs(reader: WireReader, end: number): OtlpResourceLogs['scopeLogs'][number] {
  const scope: OtlpLogScope = { name: '', version: '', attributes: {}, droppedAttributesCount: 0 }
  const records: OtlpLogRecord[] = []
  readFields(reader, end, {
    [fields.scopeLogs.scope]: (stop) => readScope(reader, stop, scope),
    [fields.scopeLogs.logRecords]: (stop) =>
      within(`logRecords[${records.length}]`, () => records.push(readRecord(reader, stop))),
  })
  return { scope, records }
}

function readScope(reader: WireReader, end: number, scope: OtlpLogScope): void {
  readFields(reader, end, {
    [fields.scope.name]: (stop) => {
      scope.name = reader.textTo(stop)
    },
    [fields.scope.version]: (stop) => {
      scope.version = reader.textTo(stop)
    },
    [fields.scope.attributes]: (stop) => readPair(reader, stop, scope.attributes, 0),
    [fields.scope.droppedAttributesCount]: (stop) => {
      scope.droppedAttributesCount = reader.varint(stop)
    },
  })
}

function readRecord(reader: WireReader, end: number): OtlpLogRecord {
  const record = emptyRecord()
  const of = fields.logRecord
  const set = <K extends keyof OtlpLogRecord>(
    name: K,
    read: (stop: number) => OtlpLogRecord[K],
  ) => {
    return (stop: number) => {
      record[name] = read(stop)
    }
  }
  readFields(reader, end, {
    [of.timeUnixNano]: set('time', (stop) => reader.fixed64(stop)),
    [of.observedTimeUnixNano]: set('observedTime', (stop) => reader.fixed64(stop)),
    [of.severityNumber]: set('severityNumber', (stop) => reader.int32(stop)),
    [of.severityText]: set('severityText', (stop) => reader.textTo(stop)),
    [of.body]: set('body', (stop): AttributeValue => readValue(reader, stop, 0)),
    [of.attributes]: (stop) => readPair(reader, stop, record.attributes, 0),
    [of.droppedAttributesCount]: set('droppedAttributesCount', (stop) => reader.varint(stop)),
    [of.flags]: set('flags', (stop) => reader.fixed32(stop)),
    [of.traceId]: set('traceId', (stop) => readId(reader, stop, { name: 'traceId', bytes: 16 })),
    [of.spanId]: set('spanId', (stop) => readId(reader, stop, { name: 'spanId', bytes: 8 })),
    [of.eventName]: set('eventName', (stop) => reader.textTo(stop)),
  })
  return record
}

function emptyRecord(): OtlpLogRecord {
  return {
    time: 0n,
    observedTime: 0n,
    severityNumber: 0,
    severityText: '',
    body: null,
    attributes: {},
    droppedAttributesCount: 0,
    flags: 0,
    traceId: '',
    spanId: '',
    eventName: '',
  }
}

/** An id of no bytes or of zeros is none. */
function readId(
  reader: WireReader,
  stop: number,
  { name, bytes }: { name: string; bytes: number },
): string {
  const length = stop - reader.pos
  if (length !== 0 && length !== bytes) {
    throw expected(`${bytes} bytes`, new Uint8Array(length), name)
  }
  const id = reader.hex(stop)
  return /^0*$/.test(id) ? '' : id
}

function within(step: string, read: () => unknown): void {
  try {
    read()
  } catch (error) {
    throw addStep(error, step)
  }
}
