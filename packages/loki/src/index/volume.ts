import { parseGrid, parseRange } from '../api/range-params.ts'
import { ownValue, type StoredLine, streamKey } from '../log-store.ts'
import type { Matcher } from '../logql/matcher.ts'
import { parseSelector } from '../logql/parse.ts'
import { LokiError } from '../loki-error.ts'
import type { QueryView } from '../query-view.ts'
import { bytesOf, linesOf } from './stats.ts'

type Labels = Record<string, string>

interface VolumeQuery {
  selector: Matcher[]
  /** The groups in which a line is counted. */
  groupsOf: (labels: StoredLine['labels']) => Labels[]
}

/** `index/volume`: bytes by series or by label name, with the largest first. */
export function volume(view: QueryView, query: URLSearchParams) {
  const { selector, groupsOf } = parseVolume(query)
  const { start, end, limit } = parseRange(query)
  const totals = new Map<string, { metric: Labels; bytes: number }>()
  for (const line of linesOf(view, { selector, start, end })) {
    for (const metric of groupsOf(line.labels)) {
      const key = streamKey(metric)
      const total = totals.get(key) ?? { metric, bytes: 0 }
      total.bytes += bytesOf(line)
      totals.set(key, total)
    }
  }
  const time = Number(end / 1_000_000n) / 1000
  const result = [...totals.values()]
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, limit)
    .map(({ metric, bytes }) => ({ metric, value: [time, String(bytes)] }))
  return { resultType: 'vector', result }
}

/** `index/volume_range`: the same for each step, at its end. */
export function volumeRange(view: QueryView, query: URLSearchParams) {
  const { selector, groupsOf } = parseVolume(query)
  const { start, end, limit } = parseRange(query)
  const { times } = parseGrid(query)
  const step = (times[1] ?? end) - start
  const found = new Map<string, { metric: Labels; steps: Map<number, number>; bytes: number }>()
  for (const line of linesOf(view, { selector, start, end })) {
    const at = Number((line.time - start) / (step || 1n))
    for (const metric of groupsOf(line.labels)) {
      const key = streamKey(metric)
      const series = found.get(key) ?? { metric, steps: new Map(), bytes: 0 }
      series.steps.set(at, (series.steps.get(at) ?? 0) + bytesOf(line))
      series.bytes += bytesOf(line)
      found.set(key, series)
    }
  }
  const result = [...found.values()]
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, limit)
    .map(({ metric, steps }) => ({
      metric,
      values: [...steps]
        .sort(([a], [b]) => a - b)
        .map(
          ([at, bytes]) =>
            [Number((times[at + 1] ?? end) / 1_000_000n) / 1000, String(bytes)] as const,
        ),
    }))
  return asVectorIfShort(result)
}

interface Points {
  metric: Labels
  values: (readonly [seconds: number, bytes: string])[]
}

/** When there is only a single step, Loki answers as for one moment. */
function asVectorIfShort(result: Points[]) {
  if (result.some(({ values }) => values.length > 1)) {
    return { resultType: 'matrix', result }
  }
  const moments = result.map(({ metric, values }) => ({ metric, value: values[0] }))
  return { resultType: 'vector', result: moments }
}

function parseVolume(query: URLSearchParams): VolumeQuery {
  const selector = parseSelector(query.get('query') || '{}')
  const targets = (query.get('targetLabels') ?? '').split(',').filter(Boolean)
  const by = query.get('aggregateBy') || 'series'
  if (by !== 'series' && by !== 'labels') throw new LokiError('invalid aggregation option')
  const names = targets.length > 0 ? targets : selector.map(({ name }) => name)
  const pick = (labels: StoredLine['labels'], all: boolean) =>
    Object.keys(labels).filter((name) => all || names.includes(name))
  return {
    selector: [...selector, ...targets.map(present)],
    groupsOf: (labels) =>
      by === 'series'
        ? [pickValues(labels, pick(labels, names.length === 0))]
        : pick(labels, targets.length === 0).map((name) => ({ [name]: '' })),
  }
}

/** A stream without the label that is asked for is left out. */
function present(name: string): Matcher {
  return { name, op: '=~', value: '.+', test: (value) => value !== '' }
}

function pickValues(labels: StoredLine['labels'], names: string[]): Labels {
  return Object.fromEntries(names.map((name) => [name, ownValue(labels, name) ?? '']))
}
