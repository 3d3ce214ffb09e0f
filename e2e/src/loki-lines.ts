import { expectOk } from '@onetrace/processes'

export interface LokiLine {
  /** The labels, with structured metadata among them. */
  labels: Record<string, string>
  line: string
}

interface Streams {
  data: { result: { stream: Record<string, string>; values: [string, string][] }[] }
}

/** The lines of the last hour that a query finds, up to 1000. */
export async function lokiLines(lokiUrl: string, query: string): Promise<LokiLine[]> {
  const params = new URLSearchParams({ query, limit: '1000' })
  const answer = await expectOk(`${lokiUrl}/loki/api/v1/query_range?${params}`)
  const { data } = answer as Streams
  return data.result.flatMap(({ stream, values }) =>
    values.map(([, line]) => ({ labels: stream, line })),
  )
}
