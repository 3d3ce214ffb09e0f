import type { Syntax } from './syntax.ts'

/**
 * A `sum` directly over the lines of a range, for which Loki parses no more than the groups need.
 */
export interface Sum {
  without: boolean
  labels: string[]
  /** Whether it sums up bytes, for which the text of the line counts. */
  bytes: boolean
}

const parsers = ['LabelParser', 'JsonExpressionParser', 'LogfmtParser', 'LogfmtExpressionParser']

/**
 * In a sum without groups, parsers whose labels no step asks for are left out. So a line that is no
 * JSON counts in `sum(rate({a="b"} | json [1m]))`, but fails the query without the sum.
 */
export function neededFor(sum: Sum, steps: Syntax[]): Syntax[] {
  if (sum.without || sum.labels.length > 0) return steps
  const needed = sum.bytes ? steps : withoutLastFormats(steps)
  return needed.some(readsLabels) ? needed : needed.filter((step) => !makesLabelsAlone(step))
}

/** Whether a step only makes labels; `unpack` also replaces the line. */
function makesLabelsAlone(step: Syntax): boolean {
  return parsers.includes(step.name) && !step.child('Unpack')
}

/** A format that no later step reads is left out, since lines are counted however they look. */
function withoutLastFormats(steps: Syntax[]): Syntax[] {
  const last = steps.findLastIndex(({ name }) => name === 'LineFilter' || parsers.includes(name))
  return steps.filter(({ name }, at) => name !== 'LineFormatExpr' || at < last)
}

function readsLabels({ name, text }: Syntax): boolean {
  if (name === 'LineFormatExpr') return /\{\{[^}]*\./.test(text)
  return name === 'LabelFilter' || name === 'LabelFormatExpr'
}

/** Whether the query asks for errors by name: it then counts them, and does not fail by them. */
export function keepsErrors({ without, labels }: Sum, steps: Syntax[]): boolean {
  const asked = steps.some(({ name, text }) => name === 'LabelFilter' && /\b__error__\b/.test(text))
  return !without && (asked || labels.includes('__error__'))
}
