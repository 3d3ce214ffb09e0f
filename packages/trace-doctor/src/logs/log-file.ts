import { readFile } from 'node:fs/promises'
import { decodeText } from '@onetrace/spans'
import { byTime, type LogRecord, readLogRecord } from './log-record.ts'

/** A file of log lines that cannot be read. */
export class LogFileError extends Error {
  override name = 'LogFileError'
}

/** Lines as services write them, one JSON object each, from one service or from all. */
export async function readLogFile(path: string): Promise<LogRecord[]> {
  const records = readLogLines(await readText(path))
  // A line of plain text may stand between the others, but no line can be placed by it.
  const placed = records.filter(({ time, traceId }) => time > 0n || traceId !== undefined)
  if (records.length > 0 && placed.length === 0) {
    throw new LogFileError(`${path}: expected lines of JSON with a time, got none`)
  }
  return records
}

export function readLogLines(text: string): LogRecord[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => readLogRecord(line)).sort(byTime)
}

async function readText(path: string): Promise<string> {
  try {
    return decodeText(await readFile(path))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new LogFileError(`cannot read log lines from ${path}: ${why}`, { cause })
  }
}
