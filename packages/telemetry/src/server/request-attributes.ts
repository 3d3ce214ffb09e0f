import type { IncomingMessage } from 'node:http'
import type { Attributes } from '@opentelemetry/api'
import { receivedBaggage, recordedHeaders } from '../hop-headers.ts'
import { clientAddress, serverAddress } from './request-addresses.ts'

/**
 * What a server span says of its request, in the names of the semantic conventions and with the
 * values of instrumentation-http; `test-kinds.ts` has where the two differ.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span
 */
export function requestAttributes(request: IncomingMessage): Attributes {
  const { headers, socket, method = 'GET', url = '/' } = request
  const scheme = 'encrypted' in socket ? 'https' : 'http'
  const server = serverAddress(headers, scheme)
  const isKnown = knownMethods.has(method)
  const { path, query } = target(url)
  const attributes: Attributes = {
    'http.request.method': isKnown ? method : '_OTHER',
    'http.request.method_original': isKnown ? undefined : method,
    'url.scheme': scheme,
    'url.path': path,
    'url.query': query,
    'server.address': server?.host,
    'server.port': server?.port,
    'client.address': clientAddress(request),
    'network.peer.address': socket.remoteAddress,
    'network.peer.port': socket.remotePort,
    'network.protocol.version': request.httpVersion,
    'user_agent.original': headers['user-agent'],
  }
  for (const name of recordedHeaders) {
    const value = headers[name]
    if (value !== undefined) attributes[`http.request.header.${name}`] = [value].flat()
  }
  return headers.baggage ? Object.assign(attributes, receivedBaggage(request)) : attributes
}

/** Those of RFC 9110, PATCH (RFC 5789) and QUERY: the others could be anything. */
const knownMethods = new Set(
  'GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH QUERY'.split(' '),
)

/** A path that `URL` leaves as it is: no percent sign to write, no dots to resolve. */
const plainPath = /^(?:\/[\w~-]+)*\/?$/

function target(url: string): { path?: string; query?: string } {
  if (plainPath.test(url)) return { path: url }
  try {
    // Joined as text: by the rules of URLs `//elsewhere/path` would be another host's path.
    const { pathname, searchParams, search } = new URL(
      url.startsWith('/') ? `http://localhost${url}` : url,
      'http://localhost',
    )
    return { path: pathname, ...(search && { query: redacted(searchParams) }) }
  } catch {
    return {}
  }
}

/** Signatures of cloud storage, with which whoever reads them could read the file. */
const secretParameters = [
  'sig',
  'Signature',
  'AWSAccessKeyId',
  'X-Goog-Signature',
  'X-Amz-Signature',
  'X-Amz-Credential',
  'X-Amz-Security-Token',
]

function redacted(parameters: URLSearchParams): string {
  for (const name of secretParameters) {
    if (parameters.has(name)) parameters.set(name, 'REDACTED')
  }
  return parameters.toString()
}
