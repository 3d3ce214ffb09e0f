import type { FleetUrls } from '@onetrace/dev'
import { expectOk } from '@onetrace/processes'
import type { Query } from '@onetrace/stack/grafana'

export interface StackUrls {
  prometheus: string
  loki: string
  /** The address of Jaeger's query API. */
  query: string
}

export function stackUrls({ prometheus, loki, query }: FleetUrls): StackUrls {
  if (!prometheus) throw new Error('expected a fleet with a Prometheus: ONETRACE_BACKEND=stack')
  return { prometheus, loki, query }
}

interface RunOptions {
  urls: StackUrls
  /** The start of the time range in Unix milliseconds; its end is now. */
  since: number
}

/** How many series, streams, values or traces a component answers a query with. */
export async function countResults(query: Query, { urls, since }: RunOptions): Promise<number> {
  if (query.source === 'jaeger') return (await data<unknown[]>(`${urls.query}${query.path}`)).length
  if (query.source === 'loki-label') {
    return (await data<string[]>(`${urls.loki}/loki/api/v1/label/${query.label}/values`)).length
  }
  // Steps are counted from the start. The last step has to be now, or it might miss the last
  // scrape.
  const end = Date.now()
  const start = end - Math.ceil((end - since) / 1000) * 1000
  const seconds = (ms: number) => (ms / 1000).toFixed(3)
  const range = { query: query.expr, start: seconds(start), end: seconds(end), step: '1' }
  if (query.source === 'loki') {
    const { result } = await data<Matrix>(
      `${urls.loki}/loki/api/v1/query_range?${new URLSearchParams(range)}`,
    )
    return result.length
  }
  const params = new URLSearchParams(range)
  if (query.exemplars) {
    const found = await data<unknown[]>(`${urls.prometheus}/api/v1/query_exemplars?${params}`)
    if (found.length === 0) return 0
  }
  const { result } = await data<Matrix>(`${urls.prometheus}/api/v1/query_range?${params}`)
  return result.filter(({ values }) => values.some(([, value]) => value !== 'NaN')).length
}

interface Matrix {
  result: { values: [number, string][] }[]
}

/** The `data` of an answer; all three components wrap their answers in it. */
async function data<T>(url: string): Promise<T> {
  return ((await expectOk(url)) as { data: T }).data
}
