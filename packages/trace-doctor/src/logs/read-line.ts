import { isRecord } from '@onetrace/spans'
import { readPinoLine } from './pino-line.ts'
import { readPostgresLine } from './postgres-line.ts'
import type { WrittenLine } from './written-line.ts'

/** A line as the services' logger writes it, or as PostgreSQL does, or any other text. */
export function readLine(text: string): WrittenLine {
  const object = parseObject(text)
  if (!object) return { message: text, fields: {}, plain: true }
  return { ...(readPostgresLine(object) ?? readPinoLine(object)), plain: false }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  if (!/^\s*\{/.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined // a line that only looks like JSON
  }
}
