/** Traces of one story: those that link to a trace, and those that it links to. */
import { goesOnFrom, type Span, type Trace, waitOf } from '@onetrace/spans'
import { fetchLinkingIds, fetchTrace, JaegerError } from '@onetrace/spans/jaeger'

/** A message may set off others; a story this long is no longer read. */
const mostTraces = 20

export interface Linked {
  traces: Trace[]
  /** Whether the server tells who links to a trace; a Jaeger of its own does not. */
  known: boolean
}

/** The traces that go on from this one by a link, and from those. */
export async function fetchLinked(url: string, trace: Trace): Promise<Linked> {
  const told = new Map([[trace.traceId, trace]])
  for (const [traceId] of told) {
    const ids = await fetchLinkingIds({ url, traceId })
    if (!ids) return { traces: [], known: false }
    const unknown = ids.filter((id) => !told.has(id)).slice(0, mostTraces + 1 - told.size)
    const found = await Promise.all(unknown.map((id) => fetchOrNone(url, id)))
    for (const other of found) {
      if (other && goesOnFrom(other, new Set(told.keys()))) told.set(other.traceId, other)
    }
  }
  return { traces: [...told.values()].slice(1), known: true }
}

/** A trace that had to go, or that never came, leaves the story without it. */
async function fetchOrNone(url: string, traceId: string): Promise<Trace | undefined> {
  try {
    return await fetchTrace({ url, traceId })
  } catch (error) {
    if (error instanceof JaegerError && error.reason === 'not-found') return undefined
    throw error
  }
}

const mostOrigins = 3

interface Origin {
  /** The span that links. */
  span: Span
  /** What it links to. */
  spanId: string
  /** None where it is not to be had. */
  origin: Trace | undefined
}

/** The traces that the beginning of a trace links to. */
export function fetchOrigins(url: string, { traceId, spans }: Trace): Promise<Origin[]> {
  const links = spans.flatMap((span) =>
    span.parentSpanId === undefined ? span.links.map((link) => ({ span, ...link })) : [],
  )
  const outward = links.filter((link) => link.traceId !== traceId).slice(0, mostOrigins)
  return Promise.all(
    outward.map(async ({ span, spanId, traceId: from }) => ({
      span,
      spanId,
      origin: await fetchOrNone(url, from),
    })),
  )
}

/** What is to be said of the spans that go on from another trace, by span id. */
export async function originNotes(url: string, trace: Trace): Promise<Map<string, string[]>> {
  const origins = Map.groupBy(await fetchOrigins(url, trace), ({ span }) => span.spanId)
  return new Map([...origins].map(([spanId, all]) => [spanId, all.flatMap(noteOf)]))
}

function noteOf({ span, origin, spanId }: Origin): string[] {
  const from = origin?.spans.find((one) => one.spanId === spanId)
  if (!from) return []
  const wait = waitOf({ span }, { span: from, children: [] })
  const words = `goes on from ${from.service}: ${from.name}`
  return wait ? [wait.words, words] : [words]
}
