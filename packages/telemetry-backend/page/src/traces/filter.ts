import type { TraceSummary } from '../net/api.ts'
import { durationOf } from './list.ts'

/** What the reader filters the list by. It is part of the address, so that it can be shared. */
export interface TraceFilter {
  service: string
  text: string
  minMs: string
  /** `http.route=/orders`; the backend searches the spans for it. */
  tag: string
  errors: boolean
}

export function readFilter(query: URLSearchParams): TraceFilter {
  return {
    service: query.get('service') ?? '',
    text: query.get('q') ?? '',
    minMs: query.get('min') ?? '',
    tag: query.get('tag') ?? '',
    errors: query.has('errors'),
  }
}

export function filterHref(filter: TraceFilter): string {
  const query = new URLSearchParams({
    ...(filter.service && { service: filter.service }),
    ...(filter.text && { q: filter.text }),
    ...(filter.minMs && { min: filter.minMs }),
    ...(filter.tag && { tag: filter.tag }),
    ...(filter.errors && { errors: '1' }),
  })
  return query.size > 0 ? `/?${query}` : '/'
}

export function isFiltering(filter: TraceFilter): boolean {
  return filterHref(filter) !== '/'
}

/** Every word of the text has to occur: in the root's name, a service's name or the trace id. */
export function matchesFilter(summary: TraceSummary, filter: TraceFilter): boolean {
  if (filter.errors && summary.errorSpanCount === 0) return false
  if (filter.service && !summary.services.some(({ name }) => name === filter.service)) return false
  if (durationOf(summary) < Number(filter.minMs)) return false
  const names = summary.services.map(({ name }) => name)
  const text = [summary.rootOperationName, summary.traceId, ...names].join(' ').toLowerCase()
  const words = filter.text.toLowerCase().split(/\s+/)
  return words.every((word) => text.includes(word))
}

/** An attribute's name and value; undefined before the value has begun. */
export function readTag(text: string): [name: string, value: string] | undefined {
  const [, name, value] = /^\s*([^=\s]+)\s*=\s*"?(.*?)"?\s*$/.exec(text) ?? []
  return name && value ? [name, value] : undefined
}
