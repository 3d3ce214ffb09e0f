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
 * The four libraries that carry a request here. The package's defaults (all of its 40) give 24
 * spans where 12 tell the story, with `dns.lookup` and `tcp.connect` as traces of their own, and
 * twice the CPU.
 */
export const chosenInstrumentations = ['http', 'express', 'undici', 'pg'] as const
export type ChosenInstrumentation = (typeof chosenInstrumentations)[number]

/**
 * Makes the chosen instrumentations. `OTEL_NODE_ENABLED_INSTRUMENTATIONS` and
 * `OTEL_NODE_DISABLED_INSTRUMENTATIONS` (comma-separated, `http,pg`) still have the last word.
 *
 * @throws {Error} for a name in one of them that there is not
 */
export function createInstrumentations(strictly: Strictly): Instrumentation[] {
  const { [enabled]: given, [disabled]: without } = process.env
  // The package takes its lists from these variables only, and the empty text for a name.
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

/** The package does not say from which of the two it has the name. */
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
    // A suppressed context: no span for the request, none below it, no outgoing traceparent.
    ignoreIncomingRequestHook: (request) => isUntraced(request.socket.localPort),
    // Calls go through fetch; http.request is left to libraries (exporters) that need no spans.
    disableOutgoingRequestInstrumentation: true,
    headersToSpanAttributes: { server: { requestHeaders: recordedHeaders } },
    startIncomingSpanHook: receivedBaggage,
  },
  '@opentelemetry/instrumentation-express': {
    // The layers add spans without meaning; http.route of the server span is set all the same.
    ignoreLayersType: [
      ExpressLayerType.MIDDLEWARE,
      ExpressLayerType.ROUTER,
      ExpressLayerType.REQUEST_HANDLER,
    ],
  },
  '@opentelemetry/instrumentation-undici': {
    requireParentforSpans: true,
    // Read when they are sent, so with the context that was injected.
    headersToSpanAttributes: { requestHeaders: recordedHeaders },
    requestHook: (span, request) => {
      removeHandSetContext(span, request)
      recordSentBaggage(span, request)
    },
  },
  '@opentelemetry/instrumentation-pg': {
    requireParentSpan: true, // migrations, pollers and health checks make no spans
    ignoreConnectSpans: true, // whether a request meets a new connection is chance
    // Behind each statement `/*traceparent='...'*/`: the database's own log knows the request.
    addSqlCommenterCommentToQueries: true,
  },
}
