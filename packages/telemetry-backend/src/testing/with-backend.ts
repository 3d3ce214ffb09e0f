import { type Backend, startBackend } from '../backend.ts'
import type { BackendOptions } from '../backend-options.ts'
import { type SampleSpan, traceExport } from './otlp-samples.ts'

export interface TestBackend extends Backend {
  /** Exports the spans as OTLP JSON, one request for each service among them. */
  send(...spans: SampleSpan[]): Promise<void>
  /** From the query port. */
  get(path: string): Promise<Reply>
  quiesce(): Promise<void>
}

export interface Reply {
  status: number
  type: string | null
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  json: any
}

/** A backend on ports of its own, which is gone when the test ends. */
export async function withBackend(
  options: BackendOptions,
  run: (backend: TestBackend) => Promise<void>,
): Promise<void> {
  const backend = await startBackend({ ports: 0, ...options })
  const { urls } = backend
  const send = async (...spans: SampleSpan[]) => {
    for (const ofService of Map.groupBy(spans, ({ service }) => service).values()) {
      const { status, text } = await post(`${urls.otlp}/v1/traces`, traceExport(...ofService))
      if (status !== 200) throw new Error(`export answered ${status}: ${text}`)
    }
  }
  const quiesce = async () => {
    const { status } = await post(`${urls.query}/quiesce`, {})
    if (status !== 200) throw new Error(`quiesce answered ${status}`)
  }
  try {
    await run({ ...backend, send, quiesce, get: (path) => ask(urls.query + path) })
  } finally {
    await backend.close()
  }
}

export function post(url: string, body: unknown): Promise<Reply> {
  const headers = { 'content-type': 'application/json' }
  return ask(url, { method: 'POST', headers, body: JSON.stringify(body) })
}

export async function ask(url: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(url, init)
  const text = await response.text()
  const type = response.headers.get('content-type')
  return { status: response.status, type, text, json: text.startsWith('{') && JSON.parse(text) }
}
