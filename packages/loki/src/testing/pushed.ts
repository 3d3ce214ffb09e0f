import { expect } from 'vitest'
import { type LokiClient, lokiClient } from './loki-client.ts'

export interface Stream {
  labels?: Record<string, string>
  /** In the order of their times, which are a second apart; the last one is written now. */
  lines: string[]
}

type Labels = Record<string, string>

export interface Pushed {
  /** What a log query finds, the oldest first, without the labels that every pushed line has. */
  lines: (query: string) => Promise<{ labels: Labels; line: string }[]>
  /** The same with the labels alone. */
  labels: (query: string) => Promise<Labels[]>
  /** The values of a metric query by their labels, `ago` seconds before the last line. */
  values: (query: string, ago?: number) => Promise<[labels: Labels, value: string][]>
}

/** A Loki that these streams were pushed to. */
export async function pushed(...streams: Stream[]): Promise<Pushed> {
  const loki = lokiClient()
  const now = Date.now()
  const body = streams.map(({ labels = {}, lines }) => ({
    stream: { job: 'docs', service_name: 'docs', ...labels },
    values: lines.map((line, at) => [`${now - (lines.length - 1 - at) * 1000}000000`, line]),
  }))
  await push(loki, body)
  const read = async (path: string, query: Record<string, string>) => {
    const { status, body, json } = await loki({ path, query })
    if (status !== 200) throw new Error(`${query.query}: ${status} ${body}`)
    return json.data.result
  }
  const lines: Pushed['lines'] = async (query) => {
    const found = await read('query_range', { query, since: '1h', direction: 'forward' })
    return ordered(found).map(({ stream, line }) => ({ labels: own(stream), line }))
  }
  return {
    lines,
    labels: async (query) => (await lines(query)).map(({ labels }) => labels),
    values: async (query, ago = 0) => {
      const found = await read('query', { query, time: String((now - ago * 1000) / 1000) })
      return found.map(({ metric, value }: { metric: Labels; value: [number, string] }) => [
        own(metric),
        value[1],
      ])
    },
  }
}

async function push(loki: LokiClient, streams: unknown[]): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const { status } = await loki({ path: 'push', headers, body: JSON.stringify({ streams }) })
  expect(status).toBe(204)
}

function ordered(streams: { stream: Labels; values: [string, string][] }[]) {
  const all = streams.flatMap(({ stream, values }) =>
    values.map(([time, line]) => ({ stream, time, line })),
  )
  return all.toSorted((a, b) => (a.time < b.time ? -1 : 1))
}

function own({ job: _, service_name: __, detected_level: ___, ...labels }: Labels): Labels {
  return labels
}
