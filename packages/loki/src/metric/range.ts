import { streamKey } from '../log-store.ts'
import type { Entry } from '../logql/entry.ts'
import { runQuery } from '../logql/run-query.ts'
import { LokiError } from '../loki-error.ts'
import type { QueryView } from '../query-view.ts'
import type { Metric, RangeOp } from './read-metric.ts'
import { emptyValues, type Grid, type Labels, type Series } from './series.ts'

type Range = Extract<Metric, { kind: 'range' }>

/** Points of all series together: a bound on memory, not a rule of Loki. */
const maxPoints = 5_000_000

interface Samples {
  labels: Labels
  times: bigint[]
  /** Running totals: the sum of a window is one subtraction. */
  totals: number[]
}

/** Lines, or their bytes, in the window (t - range, t] before each point. */
export function countRange(
  metric: Range,
  view: QueryView,
  grid: Grid,
  labelsOf = (labels: Labels) => labels,
): Series[] {
  const { query, range, offset, op } = metric
  const first = (grid.times[0] ?? 0n) - offset
  const last = (grid.times.at(-1) ?? 0n) - offset
  const found = new Map<string, Samples>()
  const entries = [...runQuery(query, view, { start: first - range + 1n, end: last + 1n })]
  entries.sort((a, b) => (a.source.time < b.source.time ? -1 : 1))
  for (const entry of entries) {
    if (entry.failed && !query.keepsErrors) throw pipelineError(entry.labels)
    addSample(found, { entry, op, labels: labelsOf(entry.labels) })
  }
  if (found.size * grid.times.length > maxPoints) throw tooMany(found.size, grid)
  const seconds = op === 'rate' || op === 'bytes_rate' ? Number(range) / 1e9 : 1
  return [...found.values()].map((samples) => ({
    labels: samples.labels,
    values: slide(samples, grid, { range, offset, seconds }),
  }))
}

function tooMany(series: number, { times }: Grid): LokiError {
  return new LokiError(
    `the query makes ${series} series of ${times.length} points, expected at most ${maxPoints} together: narrow the selector or widen the step`,
  )
}

const utf8Bytes = (text: string) => Buffer.byteLength(text)

function addSample(
  found: Map<string, Samples>,
  { entry, op, labels }: { entry: Entry; op: RangeOp; labels: Labels },
): void {
  const key = streamKey(labels)
  const samples = found.get(key) ?? { labels, times: [], totals: [0] }
  found.set(key, samples)
  samples.times.push(entry.source.time)
  const value = op.startsWith('bytes') ? utf8Bytes(entry.text) : 1
  samples.totals.push((samples.totals.at(-1) ?? 0) + value)
}

function pipelineError(labels: Labels): LokiError {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))
  const series = sorted.map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return new LokiError(
    `pipeline error: '${labels.__error__}' for series: '{${series.join(', ')}}'.\nUse a label filter to intentionally skip this error. (e.g | __error__!="${labels.__error__}").\nTo skip all potential errors you can match empty errors.(e.g __error__="")\nThe label filter can also be specified after unwrap. (e.g | unwrap latency | __error__="" )`,
  )
}

function slide(
  { times, totals }: Samples,
  grid: Grid,
  { range, offset, seconds }: { range: bigint; offset: bigint; seconds: number },
): Float64Array {
  const values = emptyValues(grid)
  let from = 0
  let to = 0
  for (const [at, time] of grid.times.entries()) {
    const end = time - offset
    while (to < times.length && (times[to] ?? 0n) <= end) to += 1
    while (from < to && (times[from] ?? 0n) <= end - range) from += 1
    if (to > from) values[at] = ((totals[to] ?? 0) - (totals[from] ?? 0)) / seconds
  }
  return values
}
