import type { Syntax } from './syntax.ts'

/** A `sum` right over the lines of a range: Loki parses for it no more than its groups need. */
export interface Sum {
  without: boolean
  labels: string[]
  /** It sums up bytes, for which the text of the line counts. */
  bytes: boolean
}

const parsers = ['LabelParser', 'JsonExpressionParser', 'LogfmtParser', 'LogfmtExpressionParser']

/**
 * Of a sum without groups, parsers whose labels nobody asks for are left out. So a line that is no
 * JSON counts in `sum(rate({a="b"} | json [1m]))`, where it fails the query without the sum.
 */
export function neededFor(sum: Sum, steps: Syntax[]): Syntax[] {
  if (sum.without || sum.labels.length > 0) return steps
  const needed = sum.bytes ? steps : withoutLastFormats(steps)
  return needed.some(readsLabels) ? needed : needed.filter((step) => !makesLabelsAlone(step))
}

/** unpack writes the line anew as well. */
function makesLabelsAlone(step: Syntax): boolean {
  return parsers.includes(step.name) && !step.child('Unpack')
}

/** Lines are counted whatever they look like, so a format that no later step reads is left out. */
function withoutLastFormats(steps: Syntax[]): Syntax[] {
  const last = steps.findLastIndex(({ name }) => name === 'LineFilter' || parsers.includes(name))
  return steps.filter(({ name }, at) => name !== 'LineFormatExpr' || at < last)
}

function readsLabels({ name, text }: Syntax): boolean {
  if (name === 'LineFormatExpr') return /\{\{[^}]*\./.test(text)
  return name === 'LabelFilter' || name === 'LabelFormatExpr'
}

/** Who asks for errors by name wants to count them, and not to hear of them. */
export function keepsErrors({ without, labels }: Sum, steps: Syntax[]): boolean {
  const asked = steps.some(({ name, text }) => name === 'LabelFilter' && /\b__error__\b/.test(text))
  return !without && (asked || labels.includes('__error__'))
}
