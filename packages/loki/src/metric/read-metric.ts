import { type LogQuery, readLogQuery } from '../logql/log-query.ts'
import type { Syntax } from '../logql/syntax.ts'
import { parseRangeDuration } from '../logql/units.ts'
import { type BinaryOperator, isBinaryOperator, rankOf } from './operators.ts'

export type RangeOp = 'rate' | 'count_over_time' | 'bytes_rate' | 'bytes_over_time'
export type VectorOp = 'sum' | 'min' | 'max' | 'avg' | 'count' | 'topk' | 'bottomk'

export interface Grouping {
  without: boolean
  labels: string[]
}

export type Metric =
  | { kind: 'range'; op: RangeOp; query: LogQuery; range: bigint; offset: bigint }
  | { kind: 'aggregate'; op: VectorOp; k: number; grouping: Grouping; of: Metric }
  | { kind: 'binary'; op: BinaryOperator; bool: boolean; left: Metric; right: Metric }
  | { kind: 'scalar' | 'vector'; value: number }

/** A number, not a vector: it joins every series. */
export function isScalar(metric: Metric): boolean {
  if (metric.kind === 'binary') return isScalar(metric.left) && isScalar(metric.right)
  return metric.kind === 'scalar'
}

const readers: Record<string, (node: Syntax) => Metric> = {
  MetricExpr: readMetric,
  RangeAggregationExpr: (node) => readRange(node),
  VectorAggregationExpr: readAggregate,
  BinOpExpr: readBinary,
  LiteralExpr: (node) => ({ kind: 'scalar', value: numberOf(node) }),
  VectorExpr: (node) => ({ kind: 'vector', value: numberOf(node.expect('Number')) }),
}

export function readMetric(metric: Syntax): Metric {
  const [inner] = metric.children().filter(({ name }) => name !== 'LineComment')
  const read = inner && readers[inner.name]
  if (!read) throw metric.unsupported(inner?.text.slice(0, 40) ?? 'this expression')
  return read(inner)
}

const rangeOps: readonly string[] = ['rate', 'count_over_time', 'bytes_rate', 'bytes_over_time']
const vectorOps: readonly string[] = ['sum', 'min', 'max', 'avg', 'count', 'topk', 'bottomk']

function isRangeOp(op: string): op is RangeOp {
  return rangeOps.includes(op)
}

function isVectorOp(op: string): op is VectorOp {
  return vectorOps.includes(op)
}

function readRange(node: Syntax, sum?: Grouping): Metric {
  const op = node.expect('RangeOp').text
  if (!isRangeOp(op)) throw node.unsupported(op)
  const log = node.expect('LogRangeExpr')
  if (log.child('UnwrapExpr')) throw log.unsupported('unwrap')
  if (node.child('Grouping')) throw node.error(`grouping not allowed for ${op} aggregation`)
  return {
    kind: 'range',
    op,
    query: readLogQuery(log, sum && { ...sum, bytes: op.startsWith('bytes') }),
    range: durationOf(log.expect('Range')),
    offset: log.child('OffsetExpr') ? durationOf(log.expect('OffsetExpr')) : 0n,
  }
}

function durationOf(node: Syntax): bigint {
  const text = node.expect('Duration').text
  const duration = parseRangeDuration(text)
  if (duration !== undefined) return duration
  throw node.error(`not a valid duration string: ${JSON.stringify(text)}`)
}

function readAggregate(node: Syntax): Metric {
  const op = node.expect('VectorOp').text
  if (!isVectorOp(op)) throw node.unsupported(op)
  const ranks = op === 'topk' || op === 'bottomk'
  const parameter = node.child('Number')
  if (ranks !== Boolean(parameter))
    throw node.error(`${op}: ${ranks ? 'a' : 'no'} parameter expected`)
  const k = parameter ? numberOf(parameter) : 0
  if (ranks && !(Number.isInteger(k) && k > 0)) {
    throw node.error(`invalid parameter (must be greater than 0) ${op}(${k}`)
  }
  const grouping = readGrouping(node.child('Grouping'))
  const inner = node.expect('MetricExpr')
  const lines = op === 'sum' ? inner.child('RangeAggregationExpr') : undefined
  const of = lines ? readRange(lines, grouping) : readMetric(inner)
  return { kind: 'aggregate', op, k, grouping, of }
}

function readGrouping(grouping: Syntax | undefined): Grouping {
  const labels = grouping?.child('Labels')?.flat('Labels', 'Identifier') ?? []
  return { without: Boolean(grouping?.child('Without')), labels: labels.map(({ text }) => text) }
}

interface Operator {
  op: BinaryOperator
  bool: boolean
}

/** The grammar gives all operators one rank, so its tree is read flat and put together anew. */
function readBinary(node: Syntax): Metric {
  const operands: Metric[] = []
  const operators: Operator[] = []
  const visit = (part: Syntax): void => {
    const binary = part.name === 'BinOpExpr' ? part : part.child('BinOpExpr')
    if (!binary) return void operands.push(readMetric(part))
    const [left, operator, modifier, right] = binary.children()
    if (!left || !operator || !right) throw binary.unsupported(binary.text.slice(0, 40))
    visit(left.expect('MetricExpr'))
    operators.push(readOperator(operator, modifier))
    visit(right.expect('MetricExpr'))
  }
  visit(node)
  return climb(operands, operators, 0)
}

function readOperator(operator: Syntax, modifier: Syntax | undefined): Operator {
  if (!isBinaryOperator(operator.text)) throw operator.unsupported(`the operator ${operator.text}`)
  const given = modifier?.text.trim() ?? ''
  if (modifier && given !== '' && given !== 'bool') throw modifier.unsupported(given)
  return { op: operator.text, bool: given === 'bool' }
}

/** Takes from both queues as long as the operators rank at least `rank`. */
function climb(operands: Metric[], operators: Operator[], rank: number): Metric {
  let left = operands.shift() ?? { kind: 'scalar', value: Number.NaN }
  for (let next = operators[0]; next && rankOf(next.op) >= rank; next = operators[0]) {
    operators.shift()
    const above = next.op === '^' ? rankOf('^') : rankOf(next.op) + 1 // a power joins to the right
    left = { kind: 'binary', ...next, left, right: climb(operands, operators, above) }
  }
  return left
}

function numberOf(node: Syntax): number {
  const value = Number(node.text.replaceAll(/\s/g, ''))
  if (Number.isNaN(value)) throw node.error(`expected a number, got ${node.text}`)
  return value
}
