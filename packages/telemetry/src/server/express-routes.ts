import type { IncomingMessage } from 'node:http'
import type { Instrumentation } from '@opentelemetry/instrumentation'
import { channelInstrumentation } from './channel-instrumentation.ts'
import { type LayerStart, RouteTracker } from './route-tracker.ts'

/**
 * The routes of Express from its own channel, which it has from version 5.3 on (router 2.3): no span
 * for a layer, but the template that `http.route` of the request's span says.
 */
export function expressRoutes(): Instrumentation {
  return channelInstrumentation({
    library: 'express',
    channel: 'tracing:express.router.request:start',
    onMessage(message) {
      const layer = message as LayerStart
      const request = layer.req as Followed
      request[tracker] ??= new RouteTracker()
      request[tracker].follow(layer)
    },
  })
}

/** The template of the route that has answered a request, or answers it now. */
export function routeOf(request: IncomingMessage): string | undefined {
  return (request as Followed)[tracker]?.template
}

const tracker = Symbol('route tracker')

interface Followed {
  [tracker]?: RouteTracker
}
