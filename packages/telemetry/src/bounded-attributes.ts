import type { AttributeValue } from '@opentelemetry/api'
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace'

/** What strangers fill in as they like, and how many characters of it are kept. */
const longest: Record<string, number> = {
  'url.path': 1024,
  'url.full': 2048,
  'url.query': 1024,
  'user_agent.original': 256,
  'server.address': 255,
  'client.address': 64,
  'http.request.method_original': 32,
  'http.request.header.traceparent': 128,
  'http.request.header.tracestate': 512,
  'http.request.header.baggage': 1024,
}

/**
 * The query parameters whose values spans show, by QUERY_FIELDS, separated by commas: these and no others,
 * since people put tokens and mail addresses there.
 */
export function readQueryFields({ QUERY_FIELDS }: NodeJS.ProcessEnv): Set<string> {
  const names = (QUERY_FIELDS ?? '').split(',').map((name) => name.trim())
  return new Set(names.filter(Boolean))
}

/**
 * Gives what strangers fill in its bounds, and hides the values of queries. At the end of a span, so that
 * it does not matter which instrumentation has set them, or when.
 */
export class BoundedAttributes implements SpanProcessor {
  readonly #shown: ReadonlySet<string>

  constructor(shown: ReadonlySet<string>) {
    this.#shown = shown
  }

  onStart(_span: Span): void {}

  onEnding(span: Span): void {
    for (const [name, most] of Object.entries(longest)) {
      const value = span.attributes[name]
      if (value === undefined) continue
      const bounded = cut(this.#withoutSecrets(name, value), most)
      if (bounded !== value) span.setAttribute(name, bounded)
    }
  }

  #withoutSecrets(name: string, value: AttributeValue): AttributeValue {
    if (typeof value !== 'string') return value
    if (name === 'url.query') return hideValues(value, this.#shown)
    if (name !== 'url.full') return value
    const [address = '', query] = value.split(/\?(.*)/s)
    return query === undefined ? address : `${address}?${hideValues(query, this.#shown)}`
  }

  onEnd(_span: ReadableSpan): void {}

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}

/** A name may be a secret as well, when it does not look like one. */
const plainName = /^[\w.[\]-]{0,32}$/

export function hideValues(query: string, shown: ReadonlySet<string>): string {
  const hidden = query
    .replace(/^\?/, '')
    .split('&')
    .map((pair) => {
      const [name = '', value] = pair.split(/=(.*)/s)
      if (shown.has(name)) return pair
      const kept = plainName.test(name) ? name : 'REDACTED'
      return value === undefined ? kept : `${kept}=REDACTED`
    })
  return (query.startsWith('?') ? '?' : '') + hidden.join('&')
}

function cut(value: AttributeValue, most: number): AttributeValue {
  if (typeof value === 'string') return value.length > most ? `${value.slice(0, most)}…` : value
  if (!Array.isArray(value)) return value
  const texts = value.map(String)
  return texts.join().length > most ? [`${texts.join().slice(0, most)}…`] : value
}
