import { expectOk } from '@onetrace/processes'

export interface Exemplar {
  seriesLabels: Record<string, string>
  labels: Record<string, string>
}

/** Exemplars of the last ten minutes, each with the labels of its series. */
export async function queryExemplars(prometheusUrl: string, query: string): Promise<Exemplar[]> {
  const now = Date.now() / 1000
  const params = new URLSearchParams({ query, start: String(now - 600), end: String(now + 60) })
  const answer = await expectOk(`${prometheusUrl}/api/v1/query_exemplars?${params}`)
  const { data } = answer as { data: Series[] }
  return data.flatMap(({ seriesLabels, exemplars }) =>
    exemplars.map(({ labels }) => ({ seriesLabels, labels })),
  )
}

interface Series {
  seriesLabels: Record<string, string>
  exemplars: { labels: Record<string, string> }[]
}
