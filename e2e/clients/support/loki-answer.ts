import type { Pushed } from './logql-lines.ts'
import { target } from './target.ts'

export interface LokiCase {
  /** `GET /path` or `POST /path <body>`, in which `$run` and names of times are replaced. */
  ask: string
  headers?: Record<string, string>
}

export interface LokiAnswer {
  status: number
  type: string | null
  body: unknown
}

export async function answerTo(
  { ask, headers = {} }: LokiCase,
  pushed: Pushed,
): Promise<LokiAnswer> {
  const [method = '', path = '', ...rest] = fill(ask, pushed).split(' ')
  const body = rest.join(' ')
  const response = await fetch(target.loki + path, {
    method,
    headers,
    // The body is sent as bytes, since fetch would give a text a content type of its own.
    ...(body && { body: new TextEncoder().encode(body) }),
  })
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: show(await response.text(), pushed),
  }
}

function fill(ask: string, { run, start }: Pushed): string {
  const at = (seconds: number) => String(start + seconds)
  const words: Record<string, string> = {
    run,
    from: `${at(0)}000000000`,
    to: `${at(60)}000000000`,
    from_s: at(0),
    to_s: at(60),
    from_iso: new Date((start + 0) * 1000).toISOString(),
    to_iso: new Date((start + 60) * 1000).toISOString(),
    old: `${at(-8 * 24 * 3600)}000000000`,
    future: `${at(3600)}000000000`,
    behind: `${at(-2 * 3600)}000000000`,
  }
  return ask.replaceAll(/\$(\w+)/g, (_, name: string) => {
    const word = words[name]
    if (word === undefined) throw new Error(`${ask}: no word ${name}`)
    return word
  })
}

/** Shows times relative to the first line, and no statistics, so that all runs are equal. */
function show(text: string, { run, start }: Pushed): unknown {
  const seconds = (time: string) => String(Math.round((Number(time) - start) * 1000) / 1000)
  const shown = text
    .replaceAll(run, '$run')
    .replaceAll(/\b\d{19}\b/g, (nano) => seconds(String(BigInt(nano) / 1_000_000_000n)))
    .replaceAll(/\b1[789]\d{8}(?:\.\d+)?\b/g, seconds)
    .replaceAll(/\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z| \+0000 UTC)/g, '<time>')
  try {
    return inOrder(JSON.parse(shown))
  } catch {
    return shown.replace(/, error found in #\d+ byte[\s\S]*/, '')
  }
}

/** Sorts lists and keys, which come in no order, and drops statistics, which differ in each run. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder).sort(byText)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key]) => key !== 'stats')
  return Object.fromEntries(entries.sort().map(([key, inner]) => [key, shownAs(key, inner)]))
}

/** Points, lines and paths are in order already, but the values of a field are not. */
function shownAs(key: string, inner: unknown): unknown {
  const isField = key === 'values' && Array.isArray(inner) && typeof inner[0] === 'string'
  return ['value', 'values', 'jsonPath'].includes(key) && !isField ? inner : inOrder(inner)
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}
