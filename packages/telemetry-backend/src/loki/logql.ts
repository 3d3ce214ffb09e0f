import { goRegExp } from './go-regexp.ts'
import { LogqlScanner } from './logql-scanner.ts'
import { LokiError } from './loki-error.ts'

export interface Matcher {
  name: string
  op: '=' | '!=' | '=~' | '!~'
  value: string
  test: (value: string) => boolean
}

export interface LogQuery {
  selector: Matcher[]
  labelFilters: Matcher[]
  lineFilters: ((line: string) => boolean)[]
}

const comparison = /=~|!~|!=|=/y
const labelName = /[a-zA-Z_][a-zA-Z0-9_]*/y

/**
 * The part of LogQL that follows a request: a stream selector, then line filters and label filters.
 * Whatever else LogQL has is named in the error, so that nobody takes an empty answer for the truth.
 */
export function parseLogql(text: string): LogQuery {
  const scanner = new LogqlScanner(text)
  if (scanner.atEnd) throw scanner.error('expected a query, got nothing')
  if (!scanner.take(/\{/y)) throw notSupported(scanner, 'metric queries and other expressions')
  const query: LogQuery = { selector: readSelector(scanner), labelFilters: [], lineFilters: [] }
  while (!scanner.atEnd) readStage(scanner, query)
  return query
}

function readSelector(scanner: LogqlScanner): Matcher[] {
  const selector: Matcher[] = []
  while (!scanner.take(/\}/y)) {
    if (selector.length > 0) scanner.expect(/,/y, '"," or "}"')
    selector.push(readMatcher(scanner))
  }
  if (selector.some(({ test, op }) => (op === '=' || op === '=~') && !test(''))) return selector
  throw new LokiError(
    'parse error : queries require at least one regexp or equality matcher that does not have an empty-compatible value. For instance, app=~".*" does not meet this requirement, but app=~".+" will',
  )
}

function readStage(scanner: LogqlScanner, query: LogQuery): void {
  const lineOp = scanner.take(/\|=|!=|\|~|!~|\|>|!>/y)?.[0]
  if (lineOp) query.lineFilters.push(readLineFilter(scanner, lineOp))
  else {
    scanner.expect(/\|/y, 'a line filter (|= != |~ !~) or a label filter after "|"')
    readLabelFilters(scanner, query)
  }
}

function readLineFilter(scanner: LogqlScanner, op: string): (line: string) => boolean {
  if (op === '|>' || op === '!>') throw notSupported(scanner, 'pattern filters')
  const wanted = scanner.string()
  if (scanner.take(/or\b/y)) throw notSupported(scanner, '"or" between line filters')
  if (op === '|=') return (line) => line.includes(wanted)
  if (op === '!=') return (line) => !line.includes(wanted)
  const pattern = goRegExp(wanted, { anchored: false })
  return op === '|~' ? (line) => pattern.test(line) : (line) => !pattern.test(line)
}

/** `a="b", c="d" and e="f"` */
function readLabelFilters(scanner: LogqlScanner, query: LogQuery): void {
  do query.labelFilters.push(readLabelFilter(scanner))
  while (scanner.take(/,|and\b/y))
  if (scanner.take(/or\b/y)) throw notSupported(scanner, '"or" between label filters')
}

function readLabelFilter(scanner: LogqlScanner): Matcher {
  const unsupported = /(?:[a-z_]+\s*(?:\||$|"|`|>|<|==)|\(|[a-z_]+\s+[a-z_]+)/iy
  const start = scanner.rest
  unsupported.lastIndex = 0
  if (unsupported.test(start)) throw notSupported(scanner, `"| ${start.slice(0, 20)}"`)
  return readMatcher(scanner)
}

function readMatcher(scanner: LogqlScanner): Matcher {
  const [name] = scanner.expect(labelName, 'a label name')
  const op = scanner.expect(comparison, 'one of = != =~ !~')[0] as Matcher['op']
  const value = scanner.string()
  return { name, op, value, test: testFor(op, value) }
}

function testFor(op: Matcher['op'], value: string): Matcher['test'] {
  if (op === '=') return (given) => given === value
  if (op === '!=') return (given) => given !== value
  const pattern = goRegExp(value, { anchored: true })
  return op === '=~' ? (given) => pattern.test(given) : (given) => !pattern.test(given)
}

function notSupported(scanner: LogqlScanner, what: string): LokiError {
  return scanner.error(
    `${what}: not supported here; supported are {label="value"} selectors (= != =~ !~), line filters (|= != |~ !~) and label filters (| trace_id="...")`,
  )
}
