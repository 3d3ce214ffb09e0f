import type { Syntax } from '../logql/syntax.ts'
import { compile, expand } from '../regexp.ts'
import type { Grouping } from './grouping.ts'
import type { Metric } from './metric.ts'
import { readBinary } from './read-binary.ts'
import { numberOf, readGrouping } from './read-parts.ts'
import { readRange } from './read-range.ts'
import { isVectorOp } from './vector-operators.ts'

const readers: Record<string, (node: Syntax) => Metric> = {
  MetricExpr: readMetric,
  RangeAggregationExpr: (node) => readRange(node),
  VectorAggregationExpr: readAggregate,
  BinOpExpr: (node) => readBinary(node, readMetric),
  LabelReplaceExpr: readLabelReplace,
  LiteralExpr: (node) => ({ kind: 'scalar', value: numberOf(node) }),
  VectorExpr: (node) => ({ kind: 'vector', value: numberOf(node.expect('Number')) }),
}

export function readMetric(metric: Syntax): Metric {
  const [inner] = metric.children()
  const read = inner && readers[inner.name]
  if (!read) throw metric.unsupported(inner?.text.slice(0, 40) ?? 'this expression')
  return read(inner)
}

function readAggregate(node: Syntax): Metric {
  const op = node.expect('VectorOp').text
  if (!isVectorOp(op)) throw node.unsupported(op)
  const k = readParameter(node, op)
  const grouping = readGrouping(node.child('Grouping')) ?? { without: false, labels: [] }
  return { kind: 'aggregate', op, k, grouping, of: readAggregated(node, { op, grouping }) }
}

/** For a sum over lines, Loki parses no more than the groups need. */
function readAggregated(
  node: Syntax,
  { op, grouping }: { op: string; grouping: Grouping },
): Metric {
  const inner = node.expect('MetricExpr')
  const lines = op === 'sum' ? inner.child('RangeAggregationExpr') : undefined
  return lines ? readRange(lines, grouping) : readMetric(inner)
}

function readParameter(node: Syntax, op: string): number {
  const ranks = op === 'topk' || op === 'bottomk'
  const parameter = node.child('Number')
  if (ranks !== Boolean(parameter)) {
    throw node.error(`${op}: ${ranks ? 'a' : 'no'} parameter expected`)
  }
  const k = parameter ? numberOf(parameter) : 0
  if (!ranks || (Number.isInteger(k) && k > 0)) return k
  throw node.error(`invalid parameter (must be greater than 0) ${op}(${k}`)
}

/**
 * `label_replace(v, "target", "$1", "source", "(.*):.*")`: the pattern must match the whole value.
 */
function readLabelReplace(node: Syntax): Metric {
  const [target = '', replacement = '', source = '', pattern = ''] = node.strings()
  if (!/^[a-zA-Z_]\w*$/.test(target)) {
    throw node.error(`invalid label name in label_replace: ${JSON.stringify(target)}`)
  }
  compile(pattern) // so that an error shows the pattern as it was given
  const whole = compile(`^(?:${pattern})$`)
  return {
    kind: 'replace',
    of: readMetric(node.expect('MetricExpr')),
    source,
    target,
    replace: (value) => {
      const match = whole.exec(value)
      return match ? expand(replacement, match) : undefined
    },
  }
}
