import { stripVTControlCharacters } from 'node:util'
import { readLabelFormat, readLineFormat } from '../stages/formats.ts'
import { readJsonExpressions } from '../stages/json.ts'
import { readLabelFilter } from '../stages/label-filter.ts'
import { readDrop, readKeep } from '../stages/label-stages.ts'
import { readLineFilter } from '../stages/line-filter.ts'
import { readLogfmt } from '../stages/logfmt.ts'
import { readLabelParser } from '../stages/parsers.ts'
import type { Stage } from './entry.ts'
import { type Matcher, readMatcher, readSelector } from './matcher.ts'
import { keepsErrors, neededFor, type Sum } from './sum-hints.ts'
import type { Syntax } from './syntax.ts'

export interface LogQuery {
  kind: 'logs'
  selector: Matcher[]
  stages: Stage[]
  /** The trace of all its lines, which the store finds at once. */
  traceId?: string
  /**
   * It asks for parser errors by name, so lines with errors are counted and do not fail the query.
   */
  keepsErrors?: boolean
}

/** Reads a LogExpr, or the LogRangeExpr of a metric query, which has the same children. */
export function readLogQuery(expression: Syntax, sum?: Sum): LogQuery {
  const inner = expression.child('LogExpr') // in parentheses
  if (inner) return readLogQuery(inner, sum)
  const steps = expression.flat('PipelineExpr', 'PipelineStage').flatMap(stepsOf)
  const traceId = tracedBy(steps)
  return {
    kind: 'logs',
    selector: readSelector(expression.expect('Selector')),
    stages: (sum ? neededFor(sum, steps) : steps).map(readStage),
    ...(traceId && { traceId }),
    ...(sum && keepsErrors(sum, steps) && { keepsErrors: true }),
  }
}

/** The grammar puts line filters that follow each other into one stage. */
function stepsOf(stage: Syntax): Syntax[] {
  const filters = stage.child('LineFilters')
  if (filters) return filters.flat('LineFilters', 'LineFilter')
  return stage.children().filter(({ name }) => name !== 'Pipe')
}

const readers: Record<string, (step: Syntax) => Stage> = {
  LineFilter: readLineFilter,
  LabelFilter: readLabelFilter,
  JsonExpressionParser: readJsonExpressions,
  LogfmtParser: readLogfmt,
  LogfmtExpressionParser: readLogfmt,
  LineFormatExpr: readLineFormat,
  LabelFormatExpr: readLabelFormat,
  DropLabelsExpr: readDrop,
  KeepLabelsExpr: readKeep,
  LabelParser: readLabelParser,
  DecolorizeExpr: () => decolorize,
}

function readStage(step: Syntax): Stage {
  const read = readers[step.name]
  if (!read) throw step.unsupported(`"| ${step.text.slice(0, 40)}"`)
  return read(step)
}

/** `| decolorize` removes the codes that color a terminal. */
const decolorize: Stage = (entry) => {
  entry.text = stripVTControlCharacters(entry.text)
  return true
}

/**
 * The trace that the filters ask for. They only count before a stage that could set another
 * trace_id.
 */
function tracedBy(steps: Syntax[]): string | undefined {
  for (const step of steps) {
    if (step.name !== 'LineFilter' && step.name !== 'LabelFilter') return undefined
    const matcher = step.child('Matcher')
    if (!matcher || step.name === 'LineFilter') continue
    const { name, op, value } = readMatcher(matcher)
    if (name === 'trace_id' && op === '=' && value !== '') return value
  }
  return undefined
}
