import { get } from './api.ts'

/** In plain words, by trace-doctor. */
export interface Finding {
  check: string
  severity: 'error' | 'warning' | 'note'
  what: string
  where: string
  cause: string
  cure: string
}

export interface Diagnosis {
  checks: number
  findings: Finding[]
}

export function fetchDiagnosis(traceId: string): Promise<Diagnosis> {
  return get(`/api/onetrace/doctor/${traceId}`)
}

/** A span that links to a span of the asked trace. */
export interface LinkFrom {
  traceId: string
  spanId: string
  service: string
  name: string
  toSpanId: string
}

export async function fetchLinksTo(traceId: string): Promise<LinkFrom[]> {
  return (await get<{ links: LinkFrom[] }>(`/api/onetrace/links/${traceId}`)).links
}
