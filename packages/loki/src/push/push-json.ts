import { LokiError } from '../loki-error.ts'
import type { PushedEntry, PushedStream } from './pushed.ts'
import { checkName } from './read-labels.ts'

type Fields = Record<string, unknown>

const shape =
  '{"streams":[{"stream":{"label":"value"},"values":[["<nanoseconds>","line",{"key":"value"}]]}]}'

export function readJsonPush(body: Buffer): PushedStream[] {
  const { streams = [] } = fieldsOf(parse(body), 'the body')
  return listOf(streams, 'streams').map((item, index) => {
    const { stream = {}, values = [] } = fieldsOf(item, `streams[${index}]`)
    const place = `streams[${index}]`
    return {
      labels: labelsOf(stream, place),
      entries: listOf(values, `${place}.values`).map((entry, at) =>
        entryOf(entry, `${place}.values[${at}]`),
      ),
    }
  })
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw new LokiError(`couldn't parse push request: ${(cause as Error).message}`, { cause })
  }
}

function labelsOf(stream: unknown, place: string): Record<string, string> {
  const labels: Record<string, string> = {}
  for (const [name, value] of Object.entries(fieldsOf(stream, `${place}.stream`))) {
    checkName(name)
    if (typeof value === 'object') throw wrong(`${place}.stream`, 'a text for each label', value)
    if (value !== '') labels[name] = String(value) // Loki takes 1 and true as text, too
  }
  return labels
}

function entryOf(entry: unknown, place: string): PushedEntry {
  const [time, text = '', metadata = {}] = listOf(entry, place)
  if (typeof time !== 'string' || !/^-?\d{1,19}$/.test(time)) {
    throw wrong(`${place}[0]`, 'nanoseconds in a string', time)
  }
  if (typeof text !== 'string') throw wrong(`${place}[1]`, 'the line, a string', text)
  const pairs = fieldsOf(metadata, `${place}[2]`)
  for (const value of Object.values(pairs)) {
    if (typeof value !== 'string') throw wrong(`${place}[2]`, 'strings', value)
  }
  return { time: BigInt(time), text, metadata: pairs as Record<string, string> }
}

function fieldsOf(value: unknown, place: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw wrong(place, 'an object', value)
}

function listOf(value: unknown, place: string): unknown[] {
  if (Array.isArray(value)) return value
  throw wrong(place, 'a list', value)
}

function wrong(place: string, expected: string, came: unknown): LokiError {
  return new LokiError(
    `push request, ${place}: expected ${expected}, got ${shown(came)}; it is ${shape}`,
  )
}

/** Not the inside of it: that may be deeper than the stack and longer than any message. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  return JSON.stringify(typeof value === 'string' ? value.slice(0, 60) : value) ?? 'nothing'
}
