type Json = Record<string, unknown>

/**
 * The same for every order that means nothing: keys of an object, attributes, members of a map,
 * resources, scopes and spans. Spans of one resource and scope stand together, however many lists
 * they came in.
 */
export function canonical(resourceSpans: Json[]): string[] {
  return resourceSpans
    .flatMap(({ resource, schemaUrl, scopeSpans }) =>
      (scopeSpans as Json[]).flatMap(({ scope = {}, schemaUrl: ofScope, spans }) =>
        (spans as Json[]).map((span) => text({ resource, schemaUrl, scope, ofScope, span })),
      ),
    )
    .sort()
}

function text(value: unknown): string {
  return JSON.stringify(ordered(value))
}

const sets = new Set(['attributes', 'kvlistValue'])

function ordered(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => ordered(item))
    return sets.has(name) ? items.map((item) => JSON.stringify(item)).sort() : items
  }
  if (typeof value !== 'object' || value === null) return value
  const given = value as Json
  return Object.keys(given)
    .filter((key) => given[key] !== undefined)
    .sort()
    .map((key) => [key, ordered(given[key], key === 'values' ? name : key)])
}
