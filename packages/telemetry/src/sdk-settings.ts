/**
 * Checks variables that the SDK and its exporters read by themselves. Where they do not understand
 * a value, they silently use a default. So each value is checked here first, and a wrong one ends
 * the process, like a wrong value of our own variables. For some the specification wants a warning
 * and the default instead (names in a list, the sampler's argument); there the SDK's own warning
 * reaches the log (`diagnostics.ts`).
 */
import { readFileSync } from 'node:fs'
import { validateHeaderName, validateHeaderValue } from 'node:http'
import { diag } from '@opentelemetry/api'
import { type Env, readCount, type TraceExporterName } from './settings.ts'

/** @throws {Error} that names the variable, what was expected and what came */
export function checkSdkSettings(env: Env, exporters: readonly TraceExporterName[]): void {
  if (exporters.includes('otlp')) checkOtlp(env)
  if (exporters.includes('jaeger')) checkJaeger(env)
  for (const variable of countLimits) readCount(env, variable, { least: 0 })
  for (const variable of lengthLimits) readCount(env, variable, { least: 1 })
}

const countLimits = [
  'OTEL_ATTRIBUTE_COUNT_LIMIT',
  'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT',
  'OTEL_SPAN_EVENT_COUNT_LIMIT',
  'OTEL_SPAN_LINK_COUNT_LIMIT',
  'OTEL_SPAN_ATTRIBUTE_PER_EVENT_COUNT_LIMIT',
  'OTEL_SPAN_ATTRIBUTE_PER_LINK_COUNT_LIMIT',
]

const lengthLimits = ['OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT']

function checkOtlp(env: Env): void {
  for (const prefix of ['OTEL_EXPORTER_OTLP', 'OTEL_EXPORTER_OTLP_TRACES']) {
    checkUrl(env, `${prefix}_ENDPOINT`)
    checkHeaders(env, `${prefix}_HEADERS`)
    readCount(env, `${prefix}_TIMEOUT`, { least: 1 })
    for (const file of ['CERTIFICATE', 'CLIENT_CERTIFICATE', 'CLIENT_KEY']) {
      checkFile(env, `${prefix}_${file}`)
    }
  }
}

function checkJaeger(env: Env): void {
  checkUrl(env, 'OTEL_EXPORTER_JAEGER_ENDPOINT')
  readCount(env, 'OTEL_EXPORTER_JAEGER_AGENT_PORT', { least: 1, most: 65_535 })
}

/** `localhost:4318` is a URL too, with the scheme `localhost:`. */
function checkUrl(env: Env, variable: string): void {
  const text = env[variable]?.trim()
  if (!text || /^https?:$/.test(URL.parse(text)?.protocol ?? '')) return
  const shown = text.replace(/\/\/[^/]*@/, '//[redacted]@')
  throw new Error(`${variable}: expected a URL with http:// or https://, got "${shown}"`)
}

/** The message does not quote the value, since headers may hold keys. */
function checkHeaders(env: Env, variable: string): void {
  const pairs = env[variable]?.split(',') ?? []
  const bad = pairs.findIndex((pair) => pair.trim() !== '' && !isHeader(pair))
  if (bad === -1) return
  throw new Error(
    `${variable}: expected key=value pairs of HTTP headers, values percent-encoded, with commas ` +
      `between them, got another form at pair ${bad + 1}`,
  )
}

/** The SDK cuts a value at a semicolon, where properties begin in W3C Baggage. */
function isHeader(pair: string): boolean {
  const [, name, value] = /^\s*([^=;]+?)\s*=\s*([^;]+?)\s*$/.exec(pair) ?? []
  if (name === undefined || value === undefined) return false
  return passes(() => {
    validateHeaderName(decodeURIComponent(name))
    validateHeaderValue(name, decodeURIComponent(value))
  })
}

function passes(check: () => unknown): boolean {
  try {
    check()
    return true
  } catch {
    return false
  }
}

/**
 * When one pair is malformed, the SDK discards all pairs, and tells it only at a log level that is
 * off by default. The specification wants them discarded too, but the error reported.
 */
export function warnOfResourceAttributes(env: Env): void {
  const pairs = env.OTEL_RESOURCE_ATTRIBUTES?.split(',') ?? []
  const bad = pairs.find((pair) => pair.trim() !== '' && !isAttribute(pair))
  if (bad === undefined) return
  diag.warn(
    'OTEL_RESOURCE_ATTRIBUTES: expected key=value pairs, percent-encoded, with commas between ' +
      `them, got "${bad}": nothing but service.name is taken from it`,
  )
}

function isAttribute(pair: string): boolean {
  return /^[^=]*[^=\s][^=]*=[^=]*$/.test(pair) && passes(() => decodeURIComponent(pair))
}

function checkFile(env: Env, variable: string): void {
  const path = env[variable]
  if (!path?.trim()) return
  try {
    readFileSync(path)
  } catch (err) {
    const { code } = err as NodeJS.ErrnoException
    const expected = `${variable}: expected a file that can be read`
    throw new Error(`${expected}, got "${path}" (${code})`, { cause: err })
  }
}
