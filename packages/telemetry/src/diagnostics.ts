import { format } from 'node:util'
import { type DiagLogger, DiagLogLevel, diag } from '@opentelemetry/api'
import { diagLogLevelFromString } from '@opentelemetry/core'
import { createLogger, type Logger } from './logger.ts'
import { onceAMinute } from './once-a-minute.ts'

/** Runs a function, and throws if OpenTelemetry reports an error while it runs. */
export type Strictly = <T>(fn: () => T) => T

/**
 * Turns OpenTelemetry's own messages into lines of our log, from the level `OTEL_LOG_LEVEL` on. The
 * default is `warn`: at `info` it reports each failed export, which our line `spans lost` reports
 * once a minute.
 */
export function logDiagnostics(env: NodeJS.ProcessEnv): Strictly {
  const named = env.OTEL_LOG_LEVEL?.trim()
  const logger = diagLogger(
    createLogger({
      name: 'telemetry',
      spanEventLevel: 'silent', // adding an event to a span may be the very thing it warns of
      ...(named && { level: 'trace' }), // otherwise LOG_LEVEL decides
      env,
    }),
  )
  const listen = (to: DiagLogger, logLevel: DiagLogLevel) =>
    diag.setLogger(to, { logLevel, suppressOverrideMessage: true })
  listen(logger, DiagLogLevel.WARN)
  const logLevel = diagLogLevelFromString(named || 'warn') ?? DiagLogLevel.WARN
  listen(logger, logLevel)
  return (fn) => {
    const errors: string[] = []
    listen({ ...logger, error: (...args) => void errors.push(format(...args)) }, logLevel)
    try {
      const result = fn()
      if (errors.length === 0) return result
    } finally {
      listen(logger, logLevel)
    }
    throw new Error(errors.join('; '))
  }
}

function diagLogger(log: Logger): DiagLogger {
  const write = fewAMinute(log)
  return {
    error: (...args) => write('error', format(...args)),
    warn: (...args) => write('warn', format(...args)),
    info: (...args) => write('info', format(...args)),
    debug: (...args) => write('debug', format(...args)),
    verbose: (...args) => write('trace', format(...args)),
  }
}

type Write = (level: 'error' | 'warn' | 'info' | 'debug' | 'trace', text: string) => void

/** An application may do what OpenTelemetry warns of at each request. */
const mostAMinute = 20

function fewAMinute(log: Logger): Write {
  const leaveOut = onceAMinute((lines, latest) =>
    log.warn({ lines, latest }, 'more lines of OpenTelemetry left out'),
  )
  let since = performance.now()
  let written = 0
  return (level, text) => {
    if (performance.now() - since > 60_000) {
      since = performance.now()
      written = 0
    }
    written += 1
    if (written > mostAMinute && level !== 'debug' && level !== 'trace') leaveOut(1, text)
    else log[level](text)
  }
}
