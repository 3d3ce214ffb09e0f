/** One line of a scrape: `name{labels} value # {exemplar labels} value timestamp`. */
export interface Sample {
  name: string
  labels: Labels
  value: number
  exemplar?: Exemplar
}

export interface Exemplar {
  labels: Labels
  value: number
  /** Unix seconds. */
  timestamp?: number
}

export type Labels = Readonly<Record<string, string>>

export class OpenMetricsError extends Error {
  override name = 'OpenMetricsError'
}

/**
 * Reads OpenMetrics, exemplars included, and Prometheus' older text format, which has none.
 * https://prometheus.io/docs/specs/om/open_metrics_spec/
 *
 * With `whole`, a text without `# EOF` is an error, since it was cut.
 *
 * @throws {OpenMetricsError} that names the line, what was expected there and what came
 */
export function readOpenMetrics(text: string, { whole = false } = {}): Sample[] {
  const lines = text.split('\n')
  const end = lines.indexOf('# EOF')
  if (whole && end < 0) {
    throw new OpenMetricsError(`line ${lines.length}: expected # EOF at the end, got none`)
  }
  const read = end < 0 ? lines : lines.slice(0, end)
  return read.flatMap((line, at) => {
    if (line.trim() === '' || line.startsWith('#')) return []
    return [readSample(new LineReader(line, at + 1))]
  })
}

function readSample(line: LineReader): Sample {
  const name = line.need(/[a-zA-Z_:][a-zA-Z0-9_:]*/y, 'a metric name')
  const labels = line.take(/\{/y) === undefined ? {} : readLabels(line)
  line.take(/[ \t]+/y)
  const value = readNumber(line, 'a value')
  if (line.take(/[ \t]+(?!#)(?=\S)/y) !== undefined) readNumber(line, 'a timestamp')
  const exemplar = line.take(/[ \t]+#[ \t]*\{/y) === undefined ? undefined : readExemplar(line)
  line.take(/[ \t\r]*/y)
  line.needEnd()
  return { name, labels, value, ...(exemplar && { exemplar }) }
}

function readExemplar(line: LineReader): Exemplar {
  const labels = readLabels(line)
  line.need(/[ \t]+/y, 'a space and a value behind the exemplar')
  const value = readNumber(line, 'the value of the exemplar')
  if (line.take(/[ \t]+(?=\S)/y) === undefined) return { labels, value }
  return { labels, value, timestamp: readNumber(line, 'the timestamp of the exemplar') }
}

/** Reads what is behind `{`, up to and with `}`. */
function readLabels(line: LineReader): Labels {
  const pairs: [string, string][] = []
  while (line.take(/[ \t]*\}/y) === undefined) {
    const name = line.need(/[ \t]*[a-zA-Z_][a-zA-Z0-9_.]*/y, 'a label name or }').trim()
    line.need(/[ \t]*=[ \t]*"/y, '=" behind the label name')
    const value = line.need(/(?:[^"\\]|\\.)*/y, 'a label value')
    line.need(/"/y, '" behind the label value')
    line.take(/[ \t]*,/y)
    pairs.push([name, unescaped(value)])
  }
  return Object.fromEntries(pairs)
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, escaped) => (escaped === 'n' ? '\n' : escaped))
}

const words: Record<string, number> = {
  '+inf': Number.POSITIVE_INFINITY,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
}

function readNumber(line: LineReader, what: string): number {
  const text = line.need(/[^\s#]+/y, what)
  const value = words[text.toLowerCase()] ?? Number(text)
  if (Number.isNaN(value) && text.toLowerCase() !== 'nan') line.refuse(what, text)
  return value
}

class LineReader {
  readonly #text: string
  readonly #number: number
  #at = 0

  constructor(text: string, number: number) {
    this.#text = text
    this.#number = number
  }

  /** Takes what the sticky pattern finds at this position. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const [found] = pattern.exec(this.#text) ?? []
    this.#at += found?.length ?? 0
    return found
  }

  need(pattern: RegExp, what: string): string {
    return this.take(pattern) ?? this.refuse(what, this.#text.slice(this.#at))
  }

  needEnd(): void {
    const rest = this.#text.slice(this.#at)
    if (rest !== '') this.refuse('the end of the line', rest)
  }

  refuse(expected: string, got: string): never {
    const shown = got === '' ? 'the end of the line' : JSON.stringify(got.slice(0, 40))
    throw new OpenMetricsError(`line ${this.#number}: expected ${expected}, got ${shown}`)
  }
}
