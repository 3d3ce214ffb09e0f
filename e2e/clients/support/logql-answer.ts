import { lines, type Pushed } from './logql-lines.ts'
import { target } from './target.ts'

export interface LogqlCase {
  /** `{@` begins a selector of the run's lines, `{%` one of the odd lines. */
  query: string
  /** For a metric query over a range: seconds after the first line. */
  range?: [from: number, to: number, step: number]
  /** For a metric query at one moment. */
  at?: number
  limit?: number
  direction?: 'forward'
  /** Whether the order counts, because the answer is a single stream. */
  ordered?: true
}

export type LogqlAnswer = unknown[] | { status: number; text: string }

/** The result of a query, without the parts that differ from run to run. */
export async function answerTo(asked: LogqlCase, pushed: Pushed): Promise<LogqlAnswer> {
  const { query, range, at, limit, direction, ordered = false } = asked
  const { run, start } = pushed
  const text = query.replaceAll('{@', `{run="${run}"`).replaceAll('{%', `{run="${run}-odd"`)
  const params = new URLSearchParams({ query: text })
  const path = at === undefined ? 'query_range' : 'query'
  if (at !== undefined) params.set('time', String(start + at))
  else {
    const [from, to, step] = range ?? [0, 60, 0]
    params.set('start', String(start + from))
    params.set('end', String(start + to))
    if (step) params.set('step', String(step))
  }
  if (limit) params.set('limit', String(limit))
  if (direction) params.set('direction', direction)
  const response = await fetch(`${target.loki}/loki/api/v1/${path}?${params}`)
  const body = await response.text()
  if (response.status !== 200) {
    return { status: response.status, text: reasonOf(body) }
  }
  const shown = show(JSON.parse(body).data, pushed)
  return ordered ? shown : shown.sort()
}

/**
 * The reason in an error. It is chance which of several bad series it names, and it may cut the
 * run's name.
 */
function reasonOf(body: string): string {
  return body
    .trim()
    .replace(/ for series: [\s\S]*/, '')
    .replaceAll(/\br[0-9a-f]{6,16}/g, 'RUN')
}

type Labels = Record<string, string>
interface Data {
  resultType: string
  result: {
    stream: Labels
    metric: Labels
    values: [string | number, string][]
    value: [number, string]
  }[]
}

const names = new Map(Object.entries(lines).map(([name, { line }]) => [line, name]))

function show({ resultType, result }: Data, { run, start }: Pushed): unknown[] {
  const seconds = (time: string | number) =>
    typeof time === 'string' ? Number(BigInt(time) / 1_000_000n) / 1000 - start : time - start
  switch (resultType) {
    case 'streams':
      return result.flatMap(({ stream, values }) =>
        values.map(([time, line]) => [seconds(time), names.get(line) ?? line, textOf(stream, run)]),
      )
    case 'matrix':
      return result.map(({ metric, values }) => [
        textOf(metric, run),
        values.map(([time, value]) => [seconds(time), value]),
      ])
    case 'vector':
      return result.map(({ metric, value }) => [textOf(metric, run), value[1]])
    default:
      return [resultType, String(result[1])]
  }
}

function textOf({ run: given, ...labels }: Labels, run: string): string {
  if (given !== undefined && given.replace(/-odd$/, '') !== run) {
    throw new Error(`expected lines of ${run}, got one of ${given}`)
  }
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`)
  return pairs.sort().join(', ')
}
