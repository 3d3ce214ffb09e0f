import { inOrder, ofThisRun } from './jaeger-order.ts'
import type { JaegerSample } from './jaeger-sample.ts'
import { target } from './target.ts'

export interface JaegerCase {
  /**
   * `GET /path` or `POST /path <body>`, with words that stand for ids and services of the sample.
   */
  ask: string
  /** Whether it lists what is stored of all runs. */
  listsAll?: boolean
}

export interface ShownAnswer {
  status: number
  type: string | null
  body: unknown
}

export async function answerTo(
  { ask, listsAll = false }: JaegerCase,
  sample: JaegerSample,
): Promise<ShownAnswer> {
  const [method = '', path = '', ...rest] = fill(ask, sample).split(' ')
  const body = rest.join(' ')
  const response = await fetch(target.query + path, { method, ...(body && { body }) })
  const shown = show(await response.text(), sample)
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: listsAll ? ofThisRun(shown) : shown,
  }
}

function fill(request: string, { words, at }: JaegerSample): string {
  const [from, to] = [at - 3_600_000, at + 50_000]
  const all: Record<string, string> = {
    ...words,
    from_us: String(from * 1000),
    to_us: String(to * 1000),
    from_iso: new Date(from).toISOString(),
    to_iso: new Date(to).toISOString(),
    now_ms: String(to),
  }
  return request.replaceAll(/\$(\w+)/g, (_, name: string) => {
    const word = all[name]
    if (word === undefined) throw new Error(`${request}: no word ${name}`)
    return word
  })
}

/**
 * Shows ids and services by words, and times relative to the sample's, so that all runs are equal.
 */
function show(text: string, { words, at }: JaegerSample): unknown {
  const { run = '', ...names } = words
  const named = Object.entries(names)
    .reduce((shown, [name, word]) => shown.replaceAll(word.replace(/^0{16}/, ''), `$${name}`), text)
    .replaceAll(run, '$run')
  const timed = named
    .replaceAll(/\b\d{19}\b/g, (nano) => String(since(at, BigInt(nano))))
    .replaceAll(/\b\d{16}\b/g, (micro) => String(since(at, BigInt(micro) * 1000n) / 1000n))
    .replaceAll(goTime, (_, day, clock, fraction = '') => {
      const seconds = BigInt(Date.parse(`${day}T${clock}Z`)) * 1_000_000n
      return `${since(at, seconds + BigInt(fraction.padEnd(9, '0')))} ns`
    })
  try {
    return inOrder(JSON.parse(timed))
  } catch {
    return /<!doctype html/i.test(timed) ? 'a page' : timed
  }
}

const goTime = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))? \+0000 UTC/g
const minute = 60_000_000_000n

/**
 * The nanoseconds after `at`, if the number is a time near it. Other long numbers stay as they are.
 */
function since(at: number, nano: bigint): bigint {
  const after = nano - BigInt(at) * 1_000_000n
  return after > -minute && after < minute ? after : nano
}
