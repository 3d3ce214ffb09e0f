/** What a span says about the call it stands for, in the words of old and new conventions. */
import { attributeText, type Span } from '@onetrace/spans'

/** A call to a database or through a broker has no server span on its other side. */
export function expectsServer({ kind, attributes }: Span): boolean {
  return (
    kind === 'client' &&
    !Object.keys(attributes).some((key) => key.startsWith('db.') || key.startsWith('messaging.'))
  )
}

export function isDatabaseCall({ attributes }: Span): boolean {
  return attribute(attributes, 'db.system.name', 'db.system') !== undefined
}

/** `GET /users/7`, or a remote procedure's name; nothing where the span does not tell. */
export function requestOf({ attributes }: Span): string | undefined {
  const procedure = attribute(attributes, 'rpc.method')
  if (procedure) return `${attribute(attributes, 'rpc.service') ?? ''}/${procedure}`
  const method = attribute(attributes, 'http.request.method', 'http.method')
  const path = pathOf(attributes)
  return method && path !== undefined ? `${method} ${path}` : undefined
}

/** The request without what differs from one to the next: `GET /users/*`. */
export function requestShapeOf(span: Span): string | undefined {
  return requestOf(span)?.replace(/(?<=\/)(?=[^/]*\d)[^/]+/g, '*')
}

/** Host and port that were called: `127.0.0.1:8081`. */
export function addressOf({ attributes }: Span): string | undefined {
  const host = attribute(attributes, 'server.address', 'net.peer.name')
  const port = attribute(attributes, 'server.port', 'net.peer.port')
  return host === undefined ? undefined : port === undefined ? host : `${host}:${port}`
}

export function statusCodeOf({ attributes }: Span): string | undefined {
  const code = attribute(attributes, 'http.response.status_code', 'http.status_code')
  return code ?? attribute(attributes, 'rpc.grpc.status_code')
}

export function userAgentOf({ attributes }: Span): string | undefined {
  return attribute(attributes, 'user_agent.original', 'http.user_agent')
}

/** Whether a call failed and nobody answered it: it reached no one, or the caller gave up. */
export function failedUnanswered(call: Span): boolean {
  return call.status.code === 'error' && statusCodeOf(call) === undefined
}

/** Why a call had no answer, in the words of the one who made it. */
export function failureOf({ status, attributes, events }: Span): string {
  const thrown = events.map((event) => attribute(event.attributes, 'exception.message'))
  const words = [status.message, ...thrown, attribute(attributes, 'error.type')]
  return words.find((text) => text !== undefined && text !== '') ?? 'it does not say why'
}

function pathOf(attributes: Span['attributes']): string | undefined {
  const path = attribute(attributes, 'url.path')
  if (path !== undefined) return path
  const target = attribute(attributes, 'http.target', 'url.full', 'http.url')
  if (target === undefined || !URL.canParse(target, 'http://x')) return undefined
  return new URL(target, 'http://x').pathname
}

function attribute(attributes: Span['attributes'], ...keys: string[]): string | undefined {
  for (const key of keys) {
    const value = Object.hasOwn(attributes, key) ? attributes[key] : undefined
    if (value !== undefined && value !== null) return attributeText(value)
  }
  return undefined
}
