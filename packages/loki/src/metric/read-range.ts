import type { Labels } from '../log-store.ts'
import { type LogQuery, readLogQuery } from '../logql/log-query.ts'
import type { Matcher } from '../logql/matcher.ts'
import type { Syntax } from '../logql/syntax.ts'
import { parseRangeDuration } from '../logql/units.ts'
import { readUnwrap, type Unwrap } from '../stages/unwrap.ts'
import type { Grouping } from './grouping.ts'
import type { RangeMetric } from './metric.ts'
import { isRangeOp, kindOf, type RangeOp } from './range-operators.ts'
import { numberOf, readGrouping } from './read-parts.ts'

/** `rate({...} | json | unwrap took [5m] offset 1h) by (path)`; `sum` is what stands around it. */
export function readRange(node: Syntax, sum?: Grouping): RangeMetric {
  const op = node.expect('RangeOp').text
  if (!isRangeOp(op)) throw node.unsupported(op)
  const log = innermost(node.expect('LogRangeExpr'))
  const unwrap = log.child('UnwrapExpr')
  const unwrapped = unwrap && readUnwrap(unwrap)
  checkUse(node, { op, unwrapped })
  const query = readLines(log, { op, unwrapped, sum })
  const grouping = readGrouping(node.child('Grouping'))
  const range = log.expect('Range')
  return {
    kind: 'range',
    op,
    query,
    ...(unwrapped && { unwrapped: unwrapped.label }),
    ...(grouping && { grouping }),
    parameter: readParameter(node, op),
    absent: equalities(query.selector),
    range: durationOf(range),
    offset: range.offset,
  }
}

function innermost(log: Syntax): Syntax {
  const inner = log.child('LogRangeExpr')
  return inner ? innermost(inner) : log
}

interface Use {
  op: RangeOp
  unwrapped: Unwrap | undefined
}

function readLines(
  log: Syntax,
  { op, unwrapped, sum }: Use & { sum?: Grouping | undefined },
): LogQuery {
  if (!unwrapped) {
    const bytes = Boolean(kindOf(op).bytes)
    return readLogQuery(log, sum && { ...sum, bytes })
  }
  const query = readLogQuery(log)
  return { ...query, stages: [...query.stages, ...unwrapped.stages] }
}

function checkUse(node: Syntax, { op, unwrapped }: Use): void {
  const { takes, groups } = kindOf(op)
  if (takes === 'lines' && unwrapped) throw node.error(`invalid aggregation ${op} with unwrap`)
  if (takes === 'samples' && !unwrapped)
    throw node.error(`invalid aggregation ${op} without unwrap`)
  if (node.child('Grouping') && !groups) {
    throw node.error(`grouping not allowed for ${op} aggregation`)
  }
}

function readParameter(node: Syntax, op: RangeOp): number {
  const given = node.child('Number')
  const wanted = op === 'quantile_over_time'
  if (wanted && !given) throw node.error(`parameter required for operation ${op}`)
  if (given && !wanted)
    throw node.error(`parameter ${given.text} not supported for operation ${op}`)
  return given ? numberOf(given) : 0
}

/** The labels that the lines would have, as far as the selector tells. */
function equalities(selector: Matcher[]): Labels {
  const plain = selector.filter(
    ({ name, op }) => op === '=' && selector.filter((other) => other.name === name).length === 1,
  )
  return Object.fromEntries(plain.map(({ name, value }) => [name, value]))
}

function durationOf(node: Syntax): bigint {
  const text = node.expect('Duration').text
  const duration = parseRangeDuration(text)
  if (duration !== undefined) return duration
  throw node.error(`not a valid duration string: ${JSON.stringify(text)}`)
}
