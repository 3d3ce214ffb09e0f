import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import type { Attributes, Span } from '@opentelemetry/api'

/**
 * Both sides of a hop (a call from one service to another) record these headers, as the semantic
 * conventions name them (`http.request.header.<name>`). So whoever looks for a lost context sees
 * where it was lost. They hold ids and vendors' positions but no personal data, so their values are
 * recorded as they are.
 */
export const recordedHeaders = ['traceparent', 'tracestate']

const attribute = 'http.request.header.baggage'

/** For `startIncomingSpanHook` of instrumentation-http: the baggage as it was received. */
export function receivedBaggage({ headers }: IncomingMessage): Attributes {
  // Node joins repeated headers with a comma, which is what baggage wants.
  return typeof headers.baggage === 'string' ? baggageAttribute([headers.baggage]) : {}
}

/**
 * An application may put anything into baggage, such as user ids or mail addresses. The names of
 * the members are enough to see which arrived and which did not, so a star stands for each value.
 * https://www.w3.org/TR/baggage/#header-content
 */
export function hideBaggageValues(header: string): string {
  const named = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*=/
  return header
    .split(',')
    .map((member) => named.exec(member)?.[1])
    .map((name) => (name === undefined ? '*' : `${name}=*`))
    .join(',')
}

const spans = new WeakMap<object, Span>()

/**
 * For `requestHook` of instrumentation-undici. The hook runs before the context is injected, so it
 * only remembers the span; the headers are read when undici sends them.
 */
export function recordSentBaggage(span: Span, request: object): void {
  spans.set(request, span)
}

/**
 * To be called once, at the start: Node keeps a channel's listener as long as the process lives.
 */
export function watchSentBaggage(): void {
  subscribe('undici:client:sendHeaders', (message) => {
    const { request, headers } = message as { request: object; headers: string }
    spans.get(request)?.setAttributes(baggageAttribute(linesOf(headers, 'baggage')))
  })
}

function linesOf(headers: string, name: string): string[] {
  return headers.split('\r\n').flatMap((line) => {
    const colon = line.indexOf(':')
    return line.slice(0, colon).toLowerCase() === name ? [line.slice(colon + 1).trim()] : []
  })
}

function baggageAttribute(values: string[]): Attributes {
  return values.length > 0 ? { [attribute]: values.map(hideBaggageValues) } : {}
}
