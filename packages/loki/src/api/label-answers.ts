import { type Labels, ownValue } from '../log-store.ts'
import { parseSelector } from '../logql/parse.ts'
import { selects } from '../logql/run-query.ts'
import { LokiError } from '../loki-error.ts'
import type { QueryView } from '../query-view.ts'
import type { Ask } from './http.ts'

export function labelNames(view: QueryView, query: URLSearchParams): string[] | undefined {
  const names = new Set(labelSets(view, query).flatMap((labels) => Object.keys(labels)))
  return names.size > 0 ? [...names].sort() : undefined
}

export function labelValues(view: QueryView, { params, query }: Ask): string[] | undefined {
  const { name = '' } = params
  const found = new Set(labelSets(view, query).flatMap((labels) => ownValue(labels, name) ?? []))
  return found.size > 0 ? [...found].sort() : undefined
}

export function series(view: QueryView, query: URLSearchParams): Labels[] {
  const selectors = [...query.getAll('match[]'), ...query.getAll('match')].map(parseSelector)
  if (selectors.length === 0) throw new LokiError('0 matcher groups supplied')
  return view
    .labelSets()
    .filter((labels) => selectors.some((selector) => selects(selector, labels)))
}

/** The label sets that the optional `query` selects; those of all times, since they are few. */
function labelSets(view: QueryView, query: URLSearchParams): Labels[] {
  const text = query.get('query')
  const selector = text ? parseSelector(text) : []
  return view.labelSets().filter((labels) => selects(selector, labels))
}
