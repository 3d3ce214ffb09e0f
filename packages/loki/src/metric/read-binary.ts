import type { Syntax } from '../logql/syntax.ts'
import type { Matching } from './matching.ts'
import { isScalar, type Metric } from './metric.ts'
import { type BinaryOperator, isBinaryOperator, isSetOperator, rankOf } from './operators.ts'

type Read = (node: Syntax) => Metric

interface Operator {
  op: BinaryOperator
  bool: boolean
  matching: Matching
  place: Syntax
}

/**
 * The grammar gives all operators the same rank, so its tree is flattened and built again by rank.
 */
export function readBinary(node: Syntax, readOperand: Read): Metric {
  const operands: Metric[] = []
  const operators: Operator[] = []
  const visit = (part: Syntax): void => {
    const binary = part.name === 'BinOpExpr' ? part : part.child('BinOpExpr')
    if (!binary) return void operands.push(readOperand(part))
    const [left, operator, modifier, right] = binary.children()
    if (!left || !operator || !right) throw binary.unsupported(binary.text.slice(0, 40))
    visit(left.expect('MetricExpr'))
    operators.push(readOperator(operator, modifier))
    visit(right.expect('MetricExpr'))
  }
  visit(node)
  return climb(operands, operators, 0)
}

function readOperator(place: Syntax, modifier: Syntax | undefined): Operator {
  const op = place.text
  if (!isBinaryOperator(op)) throw place.unsupported(`the operator ${op}`)
  const bool = Boolean(modifier?.child('Bool'))
  const matching = readMatching(modifier)
  if (isSetOperator(op) && matching.many) {
    throw place.error(`no grouping allowed for "${op}" operation`)
  }
  return { op, bool, matching, place }
}

/** `on (a)`, `ignoring (a) group_left (b)` */
function readMatching(modifier: Syntax | undefined): Matching {
  const compared = modifier?.child('OnOrIgnoringModifier')
  const by = {
    without: !compared?.child('On'),
    labels: labelsIn(compared?.child('GroupingLabels')),
  }
  const include = labelsIn(modifier?.child('GroupingLabels'))
  if (modifier?.child('GroupLeft')) return { by, include, many: 'left' }
  if (modifier?.child('GroupRight')) return { by, include, many: 'right' }
  return { by, include }
}

function labelsIn(labels: Syntax | undefined): string[] {
  const list = labels?.child('GroupingLabelList')
  return list?.flat('GroupingLabelList', 'GroupingLabel').map(({ text }) => text) ?? []
}

/** Takes from both queues as long as the operators rank at least `rank`. */
function climb(operands: Metric[], operators: Operator[], rank: number): Metric {
  let left = operands.shift() ?? { kind: 'scalar', value: Number.NaN }
  for (let next = operators[0]; next && rankOf(next.op) >= rank; next = operators[0]) {
    operators.shift()
    const above = next.op === '^' ? rankOf('^') : rankOf(next.op) + 1 // powers group to the right
    left = combined(next, left, climb(operands, operators, above))
  }
  return left
}

function combined({ op, bool, matching, place }: Operator, left: Metric, right: Metric): Metric {
  if (!isSetOperator(op)) return { kind: 'binary', op, bool, matching, left, right }
  for (const [side, metric] of Object.entries({ left, right })) {
    if (isScalar(metric)) {
      throw place.error(
        `unexpected literal for ${side} leg of logical/set binary operation (${op})`,
      )
    }
  }
  return { kind: 'set', op, matching, left, right }
}
