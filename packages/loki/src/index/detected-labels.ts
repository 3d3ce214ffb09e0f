import { parseRange } from '../api/range-params.ts'
import { parseSelector } from '../logql/parse.ts'
import type { QueryView } from '../query-view.ts'
import { linesOf } from './stats.ts'

/** These labels are always listed, even if their values look like ids. */
const alwaysListed = ['cluster', 'namespace', 'instance', 'pod']

/** `detected_labels`: the labels of streams whose values are not just ids. */
export function detectedLabels(view: QueryView, query: URLSearchParams) {
  const selector = parseSelector(query.get('query') || '{}')
  const values = new Map<string, Set<string>>()
  const seen = new Set<object>()
  for (const { labels } of linesOf(view, { selector, ...parseRange(query) })) {
    if (seen.has(labels)) continue
    seen.add(labels)
    for (const [name, value] of Object.entries(labels)) {
      values.set(name, (values.get(name) ?? new Set()).add(value))
    }
  }
  const listed = [...values].filter(([name, all]) => alwaysListed.includes(name) || !areIds(all))
  if (listed.length === 0) return {}
  return { detectedLabels: listed.map(([label, { size }]) => ({ label, cardinality: size })) }
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

function areIds(values: Set<string>): boolean {
  const all = [...values]
  if (all.length <= 2 && all.every((value) => value === '0' || value === '1')) return false
  return all.every((value) => uuid.test(value) || (value !== '' && !Number.isNaN(Number(value))))
}
