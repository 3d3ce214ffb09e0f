import { type Labels, streamKey } from '../log-store.ts'
import type { Entry } from '../logql/entry.ts'
import { runQuery } from '../logql/run-query.ts'
import { LokiError } from '../loki-error.ts'
import type { QueryView } from '../query-view.ts'
import { type Grouping, groupOf } from './grouping.ts'
import type { RangeMetric } from './metric.ts'
import { kindOf, overWindows } from './range-operators.ts'
import { emptyValues, type Grid, type Series, type Values } from './series.ts'

/** The most points of all series together. It limits memory, and is no rule of Loki. */
const maxPoints = 2_000_000

interface Samples {
  labels: Labels
  times: bigint[]
  values: number[]
}

/**
 * Makes one value of the samples in the window (t - range, t] before each point. `within` is the
 * grouping of a sum around it.
 */
export function evaluateRange(
  metric: RangeMetric,
  view: QueryView,
  { grid, within }: { grid: Grid; within?: Grouping | undefined },
): Series[] {
  const entries = entriesFor(metric, view, grid)
  if (metric.op === 'absent_over_time') return absent(metric, entries, { grid, view })
  const found = samplesOf(metric, entries, within)
  if (found.length * grid.times.length > maxPoints) throw tooMany(found.length, grid)
  const seconds = kindOf(metric.op).perSecond ? Number(metric.range) / 1e9 : 1
  return found.map(({ labels, times, values }) => {
    const fold = overWindows(metric.op, values, metric.parameter)
    return {
      labels,
      values: slide(times, { ...metric, grid, view, of: (...at) => fold(...at) / seconds }),
    }
  })
}

/** The entries in the order of their times, and at the same time in the order of arrival. */
function entriesFor({ query, range, offset }: RangeMetric, view: QueryView, grid: Grid): Entry[] {
  const first = (grid.times[0] ?? 0n) - offset
  const last = (grid.times.at(-1) ?? 0n) - offset
  const entries = [...runQuery(query, view, { start: first - range + 1n, end: last + 1n })]
  for (const entry of entries) {
    if (entry.failed && !query.keepsErrors) throw pipelineError(entry.labels)
  }
  return entries.sort(({ source: a }, { source: b }) =>
    a.time === b.time ? a.seq - b.seq : a.time < b.time ? -1 : 1,
  )
}

function samplesOf(metric: RangeMetric, entries: Entry[], within?: Grouping): Samples[] {
  const { unwrapped, op } = metric
  const grouping = metric.grouping ?? within ?? { without: true, labels: [] }
  const groups = unwrapped ? withoutLabel(grouping, unwrapped) : grouping
  const { bytes } = kindOf(op)
  const found = new Map<string, Samples>()
  for (const entry of entries) {
    const labels = groupOf(entry.labels, groups)
    const key = streamKey(labels)
    const samples = found.get(key) ?? { labels, times: [], values: [] }
    found.set(key, samples)
    samples.times.push(entry.source.time)
    samples.values.push(entry.sample ?? (bytes ? Buffer.byteLength(entry.text) : 1))
  }
  return [...found.values()]
}

/** A label that has become the value is dropped, unless the grouping asks for it. */
function withoutLabel({ without, labels }: Grouping, label: string): Grouping {
  return without ? { without, labels: [...labels, label] } : { without, labels }
}

function absent(
  { absent: labels, ...metric }: RangeMetric,
  entries: Entry[],
  given: { grid: Grid; view: QueryView },
): Series[] {
  const times = entries.map(({ source }) => source.time)
  const present = slide(times, { ...metric, ...given, of: () => 1 })
  return [{ labels, values: present.map((value) => (value === undefined ? 1 : undefined)) }]
}

interface Windows {
  grid: Grid
  view: QueryView
  range: bigint
  offset: bigint
  /** The value of the samples between two positions. */
  of: (from: number, to: number) => number
}

/** A value for each point, and none where the window is empty. */
function slide(times: bigint[], { grid, view, range, offset, of }: Windows): Values {
  const values = emptyValues(grid)
  let from = 0
  let to = 0
  for (const [at, time] of grid.times.entries()) {
    view.checkTime()
    const end = time - offset
    while (to < times.length && (times[to] ?? 0n) <= end) to += 1
    while (from < to && (times[from] ?? 0n) <= end - range) from += 1
    if (to > from) values[at] = of(from, to)
  }
  return values
}

function tooMany(series: number, { times }: Grid): LokiError {
  return new LokiError(
    `the query makes ${series} series of ${times.length} points, expected at most ${maxPoints} together: narrow the selector or widen the step`,
  )
}

function pipelineError(labels: Labels): LokiError {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))
  const series = sorted.map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return new LokiError(
    `pipeline error: '${labels.__error__}' for series: '{${series.join(', ')}}'.\nUse a label filter to intentionally skip this error. (e.g | __error__!="${labels.__error__}").\nTo skip all potential errors you can match empty errors.(e.g __error__="")\nThe label filter can also be specified after unwrap. (e.g | unwrap latency | __error__="" )`,
  )
}
