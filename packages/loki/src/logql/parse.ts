import { LokiError } from '../loki-error.ts'
import type { Metric } from '../metric/metric.ts'
import { readMetric } from '../metric/read-metric.ts'
import { type LogQuery, readLogQuery } from './log-query.ts'
import { type Matcher, readSelector } from './matcher.ts'
import { parseSyntax, type Syntax } from './syntax.ts'

/** Loki's own limit on the text of a query. */
const maxLength = 131_072

/** Reads a query of LogQL. */
export function parseLogql(text: string): LogQuery | Metric {
  return shallow(() => {
    const expression = top(text)
    if (expression.name === 'LogExpr') return readLogQuery(expression)
    return readMetric(expression)
  })
}

/** Reads `match[]` and `query` of the label endpoints: only a selector, with `{}` for all. */
export function parseSelector(text: string): Matcher[] {
  if (/^\s*\{\s*\}\s*$/.test(text)) return []
  return shallow(() => readSelector(top(text).expect('Selector')))
}

function top(text: string): Syntax {
  if (text.length > maxLength) {
    throw new LokiError(`input size too long (${text.length} > ${maxLength})`)
  }
  return parseSyntax(text).expect('Expr').expect('LogExpr', 'MetricExpr')
}

/** The readers recurse into nested queries, so a very deep query overflows the stack. */
function shallow<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new LokiError('parse error: the query is nested too deeply')
  }
}
