import { type Fleet, type FleetUrls, quiesce } from '@onetrace/dev'
import type {} from '@onetrace/span-tree/vitest'
import { type Trace, tellStory } from '@onetrace/spans'
import { fetchTrace, listServices, searchTraces } from '@onetrace/spans/jaeger'
import { fetchLogs, type LogRecord } from '@onetrace/trace-doctor'
import { inject } from 'vitest'

/** What a test worker needs to reach a fleet that another process started. */
export interface WorldAddress {
  urls: FleetUrls
  /** Where spans go in. */
  otlpUrl: string
  key: string
}

export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests assert what they expect of it
  body: any
  /** The trace id in the answer's `traceresponse`; empty without one. */
  traceId: string
}

export interface Call {
  method?: 'GET' | 'POST'
  path: string
  /** It is sent as JSON, or as it is if it is a string. */
  body?: unknown
  headers?: Record<string, string>
  /** The default is the fleet's key; with null, none is sent. */
  key?: string | null
}

const second = 1_000_000_000n

export function addressOf({ urls, ports, apiKey }: Fleet): WorldAddress {
  return { urls, otlpUrl: `http://127.0.0.1:${ports.otlp}`, key: apiKey.key }
}

/** What tests do with the shared fleet, or with a fleet of their own. */
export function createWorld({ urls, otlpUrl, key: ownKey }: WorldAddress = inject('world')) {
  async function call({ path, body, headers = {}, key = ownKey, ...rest }: Call): Promise<Answer> {
    const response = await fetch(urls.gateway + path, {
      method: rest.method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: typeof body === 'object' ? JSON.stringify(body) : ((body as string) ?? null),
      signal: AbortSignal.timeout(120_000),
    })
    const traceId = response.headers.get('traceresponse')?.split('-')[1] ?? ''
    return {
      status: response.status,
      headers: response.headers,
      body: await response.json(),
      traceId,
    }
  }

  /** The traces in which any service takes part, each once. */
  async function tracesBetween(start: bigint, end: bigint): Promise<Trace[]> {
    const services = await listServices({ url: urls.query })
    const found = await Promise.all(
      services.map((service) => searchTraces({ url: urls.query, service, start, end, limit: 100 })),
    )
    return [...new Map(found.flat().map((trace) => [trace.traceId, trace])).values()]
  }

  return {
    urls,
    otlpUrl,
    key: ownKey,
    quiesce: () => quiesce(urls),
    call,

    async createUser(): Promise<string> {
      const { status, body } = await call({ path: '/users', body: { name: 'Ada' } })
      if (status !== 201) throw new Error(`expected POST /users to answer 201, got ${status}`)
      return body.id
    },

    /** Places an order, waits for its whole trace, and gives the trace's id. */
    async placeOrder({ userId = '', quantity = 2 } = {}): Promise<string> {
      const body = { userId: userId || (await this.createUser()), sku: 'tea', quantity }
      const { status, traceId } = await call({ path: '/orders', body })
      if (!traceId)
        throw new Error(`expected an answer with a traceresponse, got ${status} without`)
      await quiesce(urls)
      return traceId
    },

    /** All spans of the trace, after waiting until none is on its way any more. */
    async trace(traceId: string): Promise<Trace> {
      await quiesce(urls)
      return fetchTrace({ url: urls.query, traceId })
    },

    /** Whether any span of the trace has arrived, once none is on its way any more. */
    async isStored(traceId: string): Promise<boolean> {
      await quiesce(urls)
      const { status } = await fetch(`${urls.query}/api/traces/${traceId}`)
      if (status !== 200 && status !== 404) throw new Error(`expected 200 or 404, got ${status}`)
      return status === 200
    },

    /** The latest hundred of each service. */
    async storedTraces(): Promise<Trace[]> {
      await quiesce(urls)
      const now = BigInt(Date.now()) * 1_000_000n
      return tracesBetween(now - 3600n * second, now + 60n * second)
    },

    /** The same by their ids. */
    async storedTraceIds(): Promise<string[]> {
      return (await this.storedTraces()).map(({ traceId }) => traceId).sort()
    },

    /** The other traces of the last ten minutes, in which any service takes part. */
    async tracesAround({ traceId, spans }: Trace): Promise<Trace[]> {
      const [first] = spans
      if (!first) throw new Error(`expected trace ${traceId} to have spans, it has none`)
      const at = first.startTime
      // Restarts of services lie between them, which take a while on a busy machine.
      const found = await tracesBetween(at - 600n * second, at + 10n * second)
      return found.filter((trace) => trace.traceId !== traceId)
    },

    /** The traces with a span that links to one of this trace, however much later. */
    async linkedTraces({ traceId, spans }: Trace): Promise<Trace[]> {
      const [first] = spans
      if (!first) throw new Error(`expected trace ${traceId} to have spans, it has none`)
      const now = BigInt(Date.now()) * 1_000_000n
      const found = await tracesBetween(first.startTime, now + second)
      return found.filter((trace) =>
        trace.spans.some(({ links }) => links.some((link) => link.traceId === traceId)),
      )
    },

    /**
     * The trace and those that link to it, as one: a linked span is below the span that it links
     * to.
     */
    async story(traceId: string): Promise<Trace> {
      const trace = await this.trace(traceId)
      return tellStory(trace, await this.linkedTraces(trace))
    },

    /** All log lines of the trace, oldest first. */
    async logs(traceId: string): Promise<LogRecord[]> {
      await quiesce(urls)
      const start = BigInt(Date.now()) * 1_000_000n - 600n * second
      return fetchLogs({ url: urls.loki, traceId, start })
    },
  }
}

export type World = ReturnType<typeof createWorld>
