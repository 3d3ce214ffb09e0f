import { streamKey } from '../log-store.ts'
import { type Matching, partOf } from './matching.ts'
import type { SetOperator } from './operators.ts'
import type { Series, Values } from './series.ts'

interface Sides {
  left: Series[]
  right: Series[]
}

/** `and`, `or`, `unless`: whether a point stays depends on whether the other side has one there. */
export function combineSets(op: SetOperator, { left, right }: Sides, matching: Matching): Series[] {
  if (op === 'or') return union(left, pointsWhere(right, left, { matching, present: false }))
  return pointsWhere(left, right, { matching, present: op === 'and' })
}

/** The points of some series at which others with the same labels have one, or have none. */
function pointsWhere(
  some: Series[],
  others: Series[],
  { matching, present }: { matching: Matching; present: boolean },
): Series[] {
  const taken = new Map<string, boolean[]>()
  for (const { labels, values } of others) {
    const key = partOf(labels, matching)
    const points = taken.get(key) ?? []
    for (const [at, value] of values.entries()) if (value !== undefined) points[at] = true
    taken.set(key, points)
  }
  return some.map(({ labels, values }) => {
    const points = taken.get(partOf(labels, matching)) ?? []
    const stays = (at: number) => Boolean(points[at]) === present
    return { labels, values: values.map((value, at) => (stays(at) ? value : undefined)) }
  })
}

/** A series that both sides have is one series in the answer. */
function union(left: Series[], right: Series[]): Series[] {
  const all = new Map<string, Series>()
  for (const { labels, values } of [...left, ...right]) {
    const key = streamKey(labels)
    const known = all.get(key)
    all.set(key, { labels, values: known ? merged(known.values, values) : values })
  }
  return [...all.values()]
}

function merged(first: Values, second: Values): Values {
  return first.map((value, at) => value ?? second[at])
}
