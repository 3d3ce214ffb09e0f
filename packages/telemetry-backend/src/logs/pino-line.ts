import type { LogLine } from '../store/log-store.ts'
import { nowNano, parseRfc3339 } from '../time.ts'
import { isPostgresLine, readPostgresLine } from './postgres-line.ts'

const pinoLevels: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
}

/**
 * A line as pino writes it, with what Promtail's stages would make of it: few labels, and the ids
 * as metadata. Postgres' own JSON log is understood as well. Whatever is no JSON object is kept as it is, under the name of its file.
 */
export function readPinoLine(text: string, fileName: string): LogLine & { plain: boolean } {
  const fields = parseObject(text)
  if (fields && isPostgresLine(fields)) return { ...readPostgresLine(text, fields), plain: false }
  const level = levelOf(fields?.level)
  return {
    text,
    plain: fields === undefined,
    time: timeOf(fields?.time) ?? nowNano(),
    labels: {
      job: 'onetrace',
      service_name: nameOf(fields?.service) ?? fileName,
      ...(level && { level }),
    },
    metadata: { ...id('trace_id', fields?.trace_id), ...id('span_id', fields?.span_id) },
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function timeOf(time: unknown): bigint | undefined {
  if (typeof time === 'string') return parseRfc3339(time)
  if (typeof time !== 'number' || !Number.isFinite(time)) return undefined
  return BigInt(Math.round(time)) * 1_000_000n // pino's own default: milliseconds
}

/** Labels have few values. What looks like none of them would make a stream of its own. */
function levelOf(level: unknown): string | undefined {
  if (typeof level === 'number') return pinoLevels[level]
  if (typeof level === 'string' && /^[a-z]{1,12}$/i.test(level)) return level
  return undefined
}

function nameOf(service: unknown): string | undefined {
  return typeof service === 'string' && service !== '' ? service.slice(0, 128) : undefined
}

function id(name: string, value: unknown): Record<string, string> {
  return typeof value === 'string' && value !== '' ? { [name]: value.slice(0, 64) } : {}
}
