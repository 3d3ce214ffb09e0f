import type { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node'
import type { Instrumentation } from '@opentelemetry/instrumentation'
import { ExpressLayerType } from '@opentelemetry/instrumentation-express'
import { receivedBaggage, recordedHeaders } from '../hop-headers.ts'
import type { ServerSpanSource } from '../settings.ts'
import { isUntraced } from '../untraced-ports.ts'
import { expressRoutes } from './express-routes.ts'
import { type EnterContext, serverSpans } from './server-spans.ts'

export type AutoConfig = NonNullable<Parameters<typeof getNodeAutoInstrumentations>[0]>

/** Where server spans and their routes come from. */
export interface ServerSource {
  /** What makes an instrumentation of ours, by the name of its library. */
  ours: Record<string, (enter: EnterContext) => Instrumentation>
  /** For the stock ones. */
  config: AutoConfig
}

export const serverSources: Record<ServerSpanSource, ServerSource> = {
  channels: {
    ours: { http: serverSpans, express: expressRoutes },
    config: {
      '@opentelemetry/instrumentation-http': { enabled: false },
      '@opentelemetry/instrumentation-express': { enabled: false },
    },
  },
  stock: {
    ours: {},
    config: {
      '@opentelemetry/instrumentation-http': {
        // The context is suppressed: the request has no span, none below it, and sends no traceparent.
        ignoreIncomingRequestHook: (request) => isUntraced(request.socket.localPort),
        // Our calls go through fetch. Only libraries such as exporters use http.request, and those
        // need no spans.
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
    },
  },
}
