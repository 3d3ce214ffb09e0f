import { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node'
import type { Instrumentation } from '@opentelemetry/instrumentation'
import { ExpressLayerType } from '@opentelemetry/instrumentation-express'
import type { Strictly } from './diagnostics.ts'
import {
  receivedBaggage,
  recordedHeaders,
  recordSentBaggage,
  watchSentBaggage,
} from './hop-headers.ts'
import { removeHandSetContext } from './propagation/hand-set-context.ts'
import { setVariables } from './set-variables.ts'
import { isUntraced } from './untraced-ports.ts'

/**
 * The four libraries that carry a request here. The package's default, all of its 40, makes 24
 * spans where 12 tell the story. It also makes `dns.lookup` and `tcp.connect` traces of their own,
 * and needs twice the CPU.
 */
export const chosenInstrumentations = ['http', 'express', 'undici', 'pg'] as const
export type ChosenInstrumentation = (typeof chosenInstrumentations)[number]

/**
 * Makes the chosen instrumentations. `OTEL_NODE_ENABLED_INSTRUMENTATIONS` and
 * `OTEL_NODE_DISABLED_INSTRUMENTATIONS` (comma-separated, `http,pg`) still have the last word.
 *
 * @throws {Error} when one of them has a name that no instrumentation has
 */
export function createInstrumentations(strictly: Strictly): Instrumentation[] {
  const { [enabled]: given, [disabled]: without } = process.env
  // The package reads its lists from these variables only, and takes an empty text for a name.
  const names = tidy(given) || chosenInstrumentations.join(',')
  setVariables({ [enabled]: names, [disabled]: tidy(without) })
  watchSentBaggage()
  try {
    return strictly(() => getNodeAutoInstrumentations(instrumentationConfig))
  } catch (err) {
    throw unknownName({ [enabled]: given, [disabled]: without }, err)
  } finally {
    setVariables({ [enabled]: given, [disabled]: without })
  }
}

const enabled = 'OTEL_NODE_ENABLED_INSTRUMENTATIONS'
const disabled = 'OTEL_NODE_DISABLED_INSTRUMENTATIONS'

function tidy(list = ''): string {
  const names = list.split(',').map((name) => name.trim())
  return names.filter(Boolean).join(',')
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

const instrumentationConfig: Parameters<typeof getNodeAutoInstrumentations>[0] = {
  '@opentelemetry/instrumentation-http': {
    // The context is suppressed: the request has no span, none below it, and sends no traceparent.
    ignoreIncomingRequestHook: (request) => isUntraced(request.socket.localPort),
    // Our calls go through fetch. Only libraries such as exporters use http.request, and those need
    // no spans.
    disableOutgoingRequestInstrumentation: true,
    headersToSpanAttributes: { server: { requestHeaders: recordedHeaders } },
    startIncomingSpanHook: receivedBaggage,
  },
  '@opentelemetry/instrumentation-express': {
    // Spans of the layers say nothing; the server span gets its http.route without them, too.
    ignoreLayersType: [
      ExpressLayerType.MIDDLEWARE,
      ExpressLayerType.ROUTER,
      ExpressLayerType.REQUEST_HANDLER,
    ],
  },
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
