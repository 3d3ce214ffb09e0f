import { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node'
import type { Instrumentation } from '@opentelemetry/instrumentation'
import { ExpressLayerType } from '@opentelemetry/instrumentation-express'
import {
  receivedBaggage,
  recordedHeaders,
  recordSentBaggage,
  watchSentBaggage,
} from './hop-headers.ts'
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
 */
export function createInstrumentations(env: NodeJS.ProcessEnv): Instrumentation[] {
  const given = env.OTEL_NODE_ENABLED_INSTRUMENTATIONS
  // The package takes its list of names from this variable only.
  env.OTEL_NODE_ENABLED_INSTRUMENTATIONS = given?.trim() || chosenInstrumentations.join(',')
  watchSentBaggage()
  try {
    return getNodeAutoInstrumentations(instrumentationConfig)
  } finally {
    if (given === undefined) delete env.OTEL_NODE_ENABLED_INSTRUMENTATIONS
  }
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
    requestHook: recordSentBaggage,
  },
  '@opentelemetry/instrumentation-pg': {
    requireParentSpan: true, // migrations, pollers and health checks make no spans
    ignoreConnectSpans: true, // whether a request meets a new connection is chance
    // Behind each statement `/*traceparent='...'*/`: the database's own log knows the request.
    addSqlCommenterCommentToQueries: true,
  },
}
