// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, only put into an order
type Json = any

/** Sorts what Jaeger's memory storage gives in no order. */
export function inOrder({ data, result, operations, ...rest }: Json): Json {
  return {
    ...rest,
    ...(data !== undefined && { data: Array.isArray(data) ? data.map(trace).sort(byText) : data }),
    ...(result && { result: { resourceSpans: result.resourceSpans.map(resource).sort(byText) } }),
    ...(operations && { operations: operations.sort(byText) }),
  }
}

/** Keeps only the services or calls of this run. */
export function ofThisRun({ data, services, total: _, ...rest }: Json): Json {
  const isOurs = (item: Json) => (item.parent ?? item).startsWith('$')
  return {
    ...rest,
    ...(data && { data: data.filter(isOurs) }),
    ...(services && { services: services.filter(isOurs).sort() }),
  }
}

function trace(given: Json): Json {
  if (!given.spans) return given
  const { spans, processes, ...rest } = given
  const named = spans.map((span: Json) => ({
    ...span,
    processID: processes[span.processID].serviceName,
  }))
  return { ...rest, spans: named.sort(byText), processes: Object.values(processes).sort(byText) }
}

function resource({ resource: { attributes }, scopeSpans }: Json): Json {
  const scopes = scopeSpans.map(({ scope, spans }: Json) => ({
    scope,
    spans: spans.map(span).sort(byText),
  }))
  return { attributes: attributes.sort(byText), scopeSpans: scopes }
}

function span({ attributes, events, ...rest }: Json): Json {
  return {
    ...rest,
    ...(attributes && { attributes: attributes.sort(byText) }),
    ...(events && { events: events.sort(byText) }),
  }
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}
