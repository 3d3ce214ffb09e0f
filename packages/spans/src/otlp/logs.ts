import type { AttributeValue } from '../model.ts'
import { leafOf, listOf, messageOf, type Raw, recordOf, textOf } from '../shape.ts'
import { addStep } from '../shape-error.ts'
import { readAttributes } from './attributes.ts'
import { decodeOtlp, type OtlpRequest } from './decode.ts'
import { jsonLeaves } from './leaves.ts'
import type { OtlpLogRecord, OtlpLogScope, OtlpResourceLogs } from './log-records.ts'
import { readLogsProtobuf } from './logs-protobuf.ts'

/** What one ExportLogsServiceRequest holds, in its order. Throws OtlpDecodeError. */
export function decodeOtlpLogs(request: OtlpRequest): OtlpResourceLogs[] {
  return decodeOtlp(request, {
    message: 'ExportLogsServiceRequest',
    fromProtobuf: readLogsProtobuf,
    fromJson: readLogsJson,
  })
}

function readLogsJson(json: unknown): OtlpResourceLogs[] {
  return listOf(recordOf(json, ''), 'resourceLogs', (resourceLogs) => ({
    resource: readAttributes(messageOf(resourceLogs, 'resource'), jsonLeaves),
    scopeLogs: listOf(resourceLogs, 'scopeLogs', (scopeLogs) => ({
      scope: readScope(messageOf(scopeLogs, 'scope')),
      records: listOf(scopeLogs, 'logRecords', readRecord),
    })),
  }))
}

function readScope(scope: Raw): OtlpLogScope {
  return {
    name: textOf(scope, 'name'),
    version: textOf(scope, 'version'),
    attributes: readAttributes(scope, jsonLeaves),
    droppedAttributesCount: readCount(scope, 'droppedAttributesCount'),
  }
}

const severityNames = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].flatMap((name) =>
  ['', '2', '3', '4'].map((step) => `SEVERITY_NUMBER_${name}${step}`),
)
const severities = ['SEVERITY_NUMBER_UNSPECIFIED', ...severityNames]

function readRecord(record: Raw): OtlpLogRecord {
  return {
    time: readTime(record, 'timeUnixNano'),
    observedTime: readTime(record, 'observedTimeUnixNano'),
    severityNumber: leafOf(record, 'severityNumber', (value) =>
      jsonLeaves.enumeration(value ?? 0, severities),
    ),
    severityText: textOf(record, 'severityText'),
    body: readBody(record.body),
    attributes: readAttributes(record, jsonLeaves),
    droppedAttributesCount: readCount(record, 'droppedAttributesCount'),
    flags: readCount(record, 'flags'),
    traceId: readId(record, 'traceId', 32),
    spanId: readId(record, 'spanId', 16),
    eventName: textOf(record, 'eventName'),
  }
}

/** A value like those of attributes. */
function readBody(body: unknown): AttributeValue {
  try {
    const read = readAttributes({ attributes: [{ key: 'body', value: body }] }, jsonLeaves)
    return read.body ?? null
  } catch (error) {
    throw addStep(error, 'body')
  }
}

function readTime(record: Raw, field: string): bigint {
  return leafOf(record, field, (value) => jsonLeaves.uint64(value ?? 0))
}

function readCount(message: Raw, field: string): number {
  return leafOf(message, field, (value) => Number(jsonLeaves.int64(value ?? 0)))
}

function readId(record: Raw, field: string, digits: 16 | 32): string {
  return leafOf(record, field, (value) => {
    if (value === undefined || value === null || value === '') return ''
    return orNone(jsonLeaves.id(value, digits))
  })
}

/** An id of zeros is none. */
function orNone(id: string): string {
  return /^0*$/.test(id) ? '' : id
}
