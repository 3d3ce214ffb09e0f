import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { isSpanContextValid, trace } from '@opentelemetry/api'
import pino from 'pino'
import { baggageFields, readBaggageFields } from './baggage-fields.ts'
import { readServiceName } from './settings.ts'

export type Logger = pino.Logger

/** `silent` is above all levels. */
export type LogLevel = pino.LevelWithSilent

export interface LoggerOptions {
  /** Lowest level written. Default: `LOG_LEVEL`, else `info`. */
  level?: LogLevel
  /** Lines of this level and above also become events of the active span. Default `warn`. */
  spanEventLevel?: LogLevel
  /** Adds `logger: name` to each line, for lines that the service's own code does not write. */
  name?: string
  env?: NodeJS.ProcessEnv
}

/**
 * A pino logger: one JSON object a line with `time` (ISO 8601), `level` (word), `service`,
 * `trace_id`, `span_id`, `trace_flags` of the active span (OpenTelemetry, "Trace Context in
 * non-OTLP Log Formats"), the baggage that BAGGAGE_FIELDS names, the fields and `msg`; to stdout,
 * and with `LOG_DIR` set also to `$LOG_DIR/<service>.log`.
 *
 * It writes synchronously, so that the last lines before a crash are not lost.
 *
 * @throws {Error} for an unknown level, or a `LOG_DIR` that cannot be written to
 */
export function createLogger(options: LoggerOptions = {}): Logger {
  const { env = process.env, name } = options
  const level = readLevel('level', options.level) ?? readLevel('LOG_LEVEL', env.LOG_LEVEL) ?? 'info'
  const spanEventLevel = readLevel('spanEventLevel', options.spanEventLevel) ?? 'warn'
  const service = readServiceName(env)
  const baggage = readBaggageFields(env)
  return pino(
    {
      level,
      base: name ? { service, logger: name } : { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // In ESM, instrumentation-pino would do nothing without a loader hook, and would not say so.
      mixin: () => ({ ...activeTraceIds(), ...baggageFields(baggage) }),
      redact: { paths: secretPaths, censor: '[redacted]' },
      hooks: { logMethod: alsoAsSpanEvent(pino.levels.values[spanEventLevel] ?? Infinity) },
    },
    destination(service, env.LOG_DIR),
  )
}

const levels = [...Object.values(pino.levels.labels), 'silent']

function readLevel(setting: string, text: string | undefined): string | undefined {
  const level = text?.trim() || undefined
  if (level === undefined || levels.includes(level)) return level
  throw new Error(`${setting}: expected one of ${levels.join(', ')}, got "${level}"`)
}

const secretPaths = [
  'authorization',
  'password',
  'apiKey',
  'headers.authorization',
  'headers.cookie',
]

function activeTraceIds(): Record<string, string> {
  const span = trace.getActiveSpan()?.spanContext()
  if (!span || !isSpanContextValid(span)) return {}
  const trace_flags = span.traceFlags.toString(16).padStart(2, '0')
  return { trace_id: span.traceId, span_id: span.spanId, trace_flags }
}

function destination(service: string, dir: string | undefined): pino.DestinationStream {
  const stdout = pino.destination({ fd: 1, sync: true })
  if (!dir?.trim()) return stdout
  const file = logFile(dir, `${service.replaceAll('/', '_')}.log`)
  // The lowest level of all, since the logger's own level has already decided.
  return pino.multistream([
    { level: 'trace', stream: stdout },
    { level: 'trace', stream: file },
  ])
}

function logFile(dir: string, name: string): pino.DestinationStream {
  try {
    mkdirSync(dir, { recursive: true })
    return pino.destination({ dest: join(dir, name), sync: true, append: true })
  } catch (err) {
    const { code } = err as NodeJS.ErrnoException
    const expected = 'LOG_DIR: expected a folder that can be written to'
    throw new Error(`${expected}, got "${dir}" (${code})`, { cause: err })
  }
}

type LogMethod = NonNullable<NonNullable<pino.LoggerOptions['hooks']>['logMethod']>

function alsoAsSpanEvent(lowest: number): LogMethod {
  return function logMethod(args, method, level) {
    if (level >= lowest) addEvent(args, level)
    method.apply(this, args)
  }
}

function addEvent(args: unknown[], level: number): void {
  trace.getActiveSpan()?.addEvent('log', {
    'log.severity': pino.levels.labels[level] ?? String(level),
    'log.message': messageOf(args),
  })
}

/**
 * Like pino: the first text among the arguments, or else the message of an error that stands alone.
 */
function messageOf(args: unknown[]): string {
  const text = args.find((arg) => typeof arg === 'string')
  return text ?? (args[0] instanceof Error ? args[0].message : '')
}
