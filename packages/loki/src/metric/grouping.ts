import type { Labels } from '../log-store.ts'

/** `by (a, b)`, or `without (a, b)`. */
export interface Grouping {
  without: boolean
  labels: string[]
}

export function groupOf(labels: Labels, { without, labels: names }: Grouping): Labels {
  if (without && names.length === 0) return labels
  const kept = Object.entries(labels).filter(([name]) => names.includes(name) !== without)
  return Object.fromEntries(kept)
}
