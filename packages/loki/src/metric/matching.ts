import { type Labels, ownValue, streamKey } from '../log-store.ts'
import { LokiError } from '../loki-error.ts'
import { type Grouping, groupOf } from './grouping.ts'
import type { Series, Values } from './series.ts'

/** Which series of two sides belong together. */
export interface Matching {
  /**
   * `on (...)` compares these labels; `ignoring (...)` all others; by default, all are compared.
   */
  by: Grouping
  /** Which side may have many series for one of the other. */
  many?: 'left' | 'right'
  /** Labels that the series of the side with many get from the other side. */
  include: string[]
}

/** A key that is the same for series that belong together. */
export function partOf(labels: Labels, { by }: Matching): string {
  return streamKey(groupOf(labels, by))
}

export interface Join {
  left: Series[]
  right: Series[]
  matching: Matching
  operate: (left: number, right: number) => number | undefined
}

/** The points at which both sides have a value, with the result of the two. */
export function join({ left, right, matching, operate }: Join): Series[] {
  const swapped = matching.many === 'right'
  const [many, one] = swapped ? [right, left] : [left, right]
  const ones = oneForEach(one, matching)
  const results = new Map<string, Series>()
  const taken = new Taken()
  for (const { labels, values } of many) {
    const part = partOf(labels, matching)
    for (const other of ones.get(part) ?? []) {
      const joined = joinedLabels(labels, other.labels, matching)
      const key = streamKey(joined)
      const result = results.get(key) ?? { labels: joined, values: values.map(() => undefined) }
      results.set(key, result)
      for (const [at, value] of values.entries()) {
        const otherValue = other.values[at]
        if (value === undefined || otherValue === undefined) continue
        taken.take(matching.many ? key : part, at, matching)
        const [a, b] = swapped ? [otherValue, value] : [value, otherValue]
        result.values[at] = operate(a, b)
      }
    }
  }
  return [...results.values()]
}

function joinedLabels(many: Labels, one: Labels, matching: Matching): Labels {
  if (!matching.many) return groupOf(many, matching.by)
  const labels = { ...many }
  for (const name of matching.include) {
    const value = ownValue(one, name)
    if (value) labels[name] = value
    else delete labels[name]
  }
  return labels
}

/** The series by the labels that are compared; two values for one point are an error. */
function oneForEach(series: Series[], matching: Matching): Map<string, Series[]> {
  const groups = Map.groupBy(series, ({ labels }) => partOf(labels, matching))
  for (const [part, members] of groups) {
    const points: Values = []
    for (const [at, value] of members.flatMap(({ values }) => [...values.entries()])) {
      if (value === undefined) continue
      if (points[at] !== undefined) throw duplicate(part, matching)
      points[at] = value
    }
  }
  return groups
}

function duplicate(part: string, { many }: Matching): LokiError {
  const side = many === 'right' ? 'left' : 'right'
  return new LokiError(
    `found duplicate series for the match group ${shown(part)} on the ${side} side of the operation: many-to-many matching not allowed, matching labels must be unique on one side`,
  )
}

/** Makes sure that each point of the answer is made only once. */
class Taken {
  readonly #points = new Map<string, boolean[]>()

  take(key: string, at: number, { many }: Matching): void {
    const points = this.#points.get(key) ?? []
    this.#points.set(key, points)
    if (points[at]) throw new LokiError(`multiple matches for labels ${shown(key)}: ${why(many)}`)
    points[at] = true
  }
}

function why(many: Matching['many']): string {
  return many
    ? 'grouping labels must ensure unique matches'
    : 'many-to-one matching must be explicit (group_left/group_right)'
}

function shown(key: string): string {
  const pairs: [string, string][] = JSON.parse(key)
  return `{${pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}}`
}
