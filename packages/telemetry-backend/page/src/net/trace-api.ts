import type { Diagnosis } from '../../../src/doctor/doctor-route.ts'
import type { LinkFrom } from '../../../src/links/links-route.ts'
import { get } from './api.ts'

export type { Finding } from '@onetrace/trace-doctor'
export type { Diagnosis, LinkFrom }

export function fetchDiagnosis(traceId: string): Promise<Diagnosis> {
  return get(`/api/onetrace/doctor/${traceId}`)
}

/** The spans that link to a span of the trace. */
export async function fetchLinksTo(traceId: string): Promise<LinkFrom[]> {
  return (await get<{ links: LinkFrom[] }>(`/api/onetrace/links/${traceId}`)).links
}
