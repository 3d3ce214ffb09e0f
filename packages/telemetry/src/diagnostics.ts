import { format } from 'node:util'
import { type DiagLogger, DiagLogLevel, diag } from '@opentelemetry/api'
import { diagLogLevelFromString } from '@opentelemetry/core'
import { createLogger, type Logger } from './logger.ts'
import { onceAMinute } from './once-a-minute.ts'

/** Runs a function, and throws what OpenTelemetry calls an error meanwhile. */
export type Strictly = <T>(fn: () => T) => T

/**
 * What OpenTelemetry has to say becomes lines of our log, from `OTEL_LOG_LEVEL` on. The default is
 * `warn`: at `info` it says at each failed export what `spans lost` says once a minute.
 */
export function logDiagnostics(env: NodeJS.ProcessEnv): Strictly {
  const named = env.OTEL_LOG_LEVEL?.trim()
  const logger = diagLogger(
    createLogger({
      name: 'telemetry',
      spanEventLevel: 'silent', // to add an event to a span can be what it warns of
      ...(named && { level: 'trace' }), // else LOG_LEVEL's
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

/** An application can do at each request what OpenTelemetry warns of. */
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
