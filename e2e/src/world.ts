import { type Fleet, type FleetUrls, quiesce } from '@onetrace/dev'
import type {} from '@onetrace/span-tree/vitest'
import type { Trace } from '@onetrace/spans'
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
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of it, it asserts
  body: any
  /** From the answer's `traceresponse`; empty without one. */
  traceId: string
}

export interface Call {
  method?: 'GET' | 'POST'
  path: string
  /** Sent as JSON; a string as it is. */
  body?: unknown
  headers?: Record<string, string>
  /** Defaults to the fleet's key; null sends none. */
  key?: string | null
}

const second = 1_000_000_000n

export function addressOf({ urls, ports, apiKey }: Fleet): WorldAddress {
  return { urls, otlpUrl: `http://127.0.0.1:${ports.otlp}`, key: apiKey.key }
}

/** The shared fleet, or one of a test's own. */
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
      signal: AbortSignal.timeout(20_000),
    })
    const traceId = response.headers.get('traceresponse')?.split('-')[1] ?? ''
    return {
      status: response.status,
      headers: response.headers,
      body: await response.json(),
      traceId,
    }
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

    /** The id of a trace that an order made, all of it arrived. */
    async placeOrder({ userId = '', quantity = 2 } = {}): Promise<string> {
      const body = { userId: userId || (await this.createUser()), sku: 'tea', quantity }
      const { traceId } = await call({ path: '/orders', body })
      await quiesce(urls)
      return traceId
    },

    /** All spans of the trace, none on the way any more. */
    async trace(traceId: string): Promise<Trace> {
      await quiesce(urls)
      return fetchTrace({ url: urls.query, traceId })
    },

    /** The other traces of the last minute, in which any service takes part. */
    async tracesAround({ traceId, spans }: Trace): Promise<Trace[]> {
      const at = spans[0]?.startTime ?? 0n
      const window = { start: at - 60n * second, end: at + 10n * second, limit: 100 }
      const services = await listServices({ url: urls.query })
      const found = await Promise.all(
        services.map((service) => searchTraces({ url: urls.query, service, ...window })),
      )
      const byId = new Map(found.flat().map((trace) => [trace.traceId, trace]))
      byId.delete(traceId)
      return [...byId.values()]
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
