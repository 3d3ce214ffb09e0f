import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import parseForwarded from 'forwarded-parse'

export interface ServerAddress {
  host: string
  port?: number
}

/**
 * `server.address` and `server.port`: what the client meant, so of a proxy's headers before `Host`.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/#setting-serveraddress-and-serverport-attributes
 */
export function serverAddress(
  headers: IncomingHttpHeaders,
  scheme: string,
): ServerAddress | undefined {
  const forwarded = forwardedBy(headers, 'host')
  if (forwarded?.host) return splitHost(forwarded.host, forwarded.proto)
  const { 'x-forwarded-host': host, 'x-forwarded-proto': proto } = headers
  if (typeof host === 'string') return splitHost(host, textOf(proto))
  return headers.host ? splitHost(headers.host, scheme) : undefined
}

/** `client.address`: whom the first proxy saw, else whoever is at the other end of the socket. */
export function clientAddress({ headers, socket }: IncomingMessage): string | undefined {
  const forwarded = forwardedBy(headers, 'for')
  if (forwarded?.for) return withoutPort(forwarded.for)
  const { 'x-forwarded-for': addresses } = headers
  if (!addresses) return socket.remoteAddress
  const [first = ''] = textOf(addresses)?.split(',') ?? []
  return withoutPort(first.trim())
}

/** The first element of `Forwarded` (RFC 7239) that has this parameter. */
function forwardedBy({ forwarded }: IncomingHttpHeaders, parameter: string) {
  if (!forwarded) return undefined
  try {
    return parseForwarded(forwarded).find((element) => element[parameter])
  } catch {
    return undefined // not in its grammar: as if it had not been sent
  }
}

const defaultPorts: Record<string, number> = { http: 80, https: 443 }

/** A name or an IPv4 address, or an IPv6 address in brackets; then perhaps a port. */
const hostAndPort = /^(\[.*\]|[^:]*)(?::([^:]*))?$/

function splitHost(text: string, proto = ''): ServerAddress {
  const parts = hostAndPort.exec(text)
  if (!parts) return { host: text }
  const [, host = '', given] = parts
  const port = given === undefined ? defaultPorts[proto] : whole(given)
  return { host, ...(port !== undefined && { port }) }
}

function whole(digits: string): number | undefined {
  return /^\d+$/.test(digits) ? Number(digits) : undefined
}

function withoutPort(address: string): string {
  try {
    const { hostname } = new URL(`http://${address}`)
    return hostname.replace(/^\[(.*)\]$/, '$1')
  } catch {
    return address
  }
}

function textOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0]
}
