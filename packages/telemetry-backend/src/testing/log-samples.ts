import { text } from './otlp-samples.ts'

/** An ExportLogsServiceRequest in JSON, of one service. */
export function logsExport(service: string, ...logRecords: object[]) {
  const resource = { attributes: [text('service.name', service), text('host.name', 'h1')] }
  return { resourceLogs: [{ resource, scopeLogs: [{ scope: { name: 'sample' }, logRecords }] }] }
}

export function logRecord(given: object) {
  return { timeUnixNano: `${Date.now()}000000`, body: { stringValue: 'a line' }, ...given }
}
