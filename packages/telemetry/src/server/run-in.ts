import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Context, context } from '@opentelemetry/api'

/**
 * Makes all that Node calls of a request and its answer run in this context. Node calls listeners
 * from wherever it comes by: the parser of the connection, or, when requests are pipelined, the end
 * of the answer before, whose context they would have. From there it also writes an answer that had
 * to wait, once it gets the socket, and so calls back who wrote it.
 *
 * Three methods are replaced, where the stock context manager replaces those that add and remove
 * listeners, each of them, at a multiple of the price.
 */
export function runIn(own: Context, request: IncomingMessage, response: ServerResponse): void {
  request.emit = within(own, request, request.emit)
  response.emit = within(own, response, response.emit)
  response.assignSocket = within(own, response, response.assignSocket)
}

function within<T, A extends unknown[], R>(own: Context, self: T, method: (...args: A) => R) {
  return (...args: A): R =>
    context.active() === own
      ? method.apply(self, args)
      : context.with(own, () => method.apply(self, args))
}
