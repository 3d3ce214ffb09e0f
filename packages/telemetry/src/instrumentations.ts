import { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node'
import type { Instrumentation } from '@opentelemetry/instrumentation'
import type { Strictly } from './diagnostics.ts'
import { recordedHeaders, recordSentBaggage, watchSentBaggage } from './hop-headers.ts'
import { removeHandSetContext } from './propagation/hand-set-context.ts'
import type { EnterContext } from './server/server-spans.ts'
import { type AutoConfig, serverSources } from './server/sources.ts'
import { setVariables } from './set-variables.ts'
import type { ServerSpanSource } from './settings.ts'

/**
 * The four libraries that carry a request here. The package's default, all of its 40, makes 24
 * spans where 12 tell the story. It also makes `dns.lookup` and `tcp.connect` traces of their own,
 * and needs twice the CPU.
 */
export const chosenInstrumentations = ['http', 'express', 'undici', 'pg'] as const
export type ChosenInstrumentation = (typeof chosenInstrumentations)[number]

export interface InstrumentationOptions {
  serverSpans: ServerSpanSource
  enter: EnterContext
  strictly: Strictly
}

/**
 * Makes the chosen instrumentations: for the server ours, on channels, or the stock ones.
 * `OTEL_NODE_ENABLED_INSTRUMENTATIONS` and `OTEL_NODE_DISABLED_INSTRUMENTATIONS` (comma-separated,
 * `http,pg`) still have the last word; their names mean ours too.
 *
 * @throws {Error} when one of them has a name that no instrumentation has
 */
export function createInstrumentations(options: InstrumentationOptions): Instrumentation[] {
  const { [enabled]: given, [disabled]: without } = process.env
  const names = namesIn(given)
  const on = names.length > 0 ? names : [...chosenInstrumentations]
  const off = namesIn(without)
  const { ours, config } = serverSources[options.serverSpans]
  // The package reads its lists from these variables only, and takes an empty text for a name.
  setVariables({ [enabled]: on.join(','), [disabled]: off.join(',') })
  watchSentBaggage()
  try {
    const stock = options.strictly(() => getNodeAutoInstrumentations({ ...clients, ...config }))
    const wanted = on.filter((name) => !off.includes(name))
    return [...stock, ...wanted.flatMap((name) => ours[name]?.(options.enter) ?? [])]
  } catch (err) {
    throw unknownName({ [enabled]: given, [disabled]: without }, err)
  } finally {
    setVariables({ [enabled]: given, [disabled]: without })
  }
}

const enabled = 'OTEL_NODE_ENABLED_INSTRUMENTATIONS'
const disabled = 'OTEL_NODE_DISABLED_INSTRUMENTATIONS'

function namesIn(list = ''): string[] {
  const names = list.split(',').map((name) => name.trim())
  return names.filter(Boolean)
}

/** The package's error does not say which of the two variables held the name. */
function unknownName(given: Record<string, string | undefined>, cause: unknown): unknown {
  const set = Object.entries(given).filter(([, value]) => value !== undefined)
  if (set.length === 0) return cause
  const said = cause instanceof Error ? cause.message : String(cause)
  const [variables, values] = [0, 1].map((at) => set.map((entry) => entry[at]))
  const expected = `expected names like ${chosenInstrumentations.join(', ')}`
  const came = `got "${values?.join('" and "')}"`
  return new Error(`${variables?.join(' and ')}: ${expected}, ${came}: ${said}`, { cause })
}

const clients: AutoConfig = {
  '@opentelemetry/instrumentation-undici': {
    requireParentforSpans: true,
    // These are read when they are sent, and so hold the context that was injected.
    headersToSpanAttributes: { requestHeaders: recordedHeaders },
    requestHook: (span, request) => {
      removeHandSetContext(span, request)
      recordSentBaggage(span, request)
    },
  },
  '@opentelemetry/instrumentation-pg': {
    requireParentSpan: true, // migrations, pollers and health checks make no spans
    ignoreConnectSpans: true, // it is chance whether a request meets a new connection
    // `/*traceparent='...'*/` stands behind each statement, so that the database's own log knows
    // the request.
    addSqlCommenterCommentToQueries: true,
  },
}
