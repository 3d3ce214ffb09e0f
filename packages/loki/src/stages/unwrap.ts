import type { Stage } from '../logql/entry.ts'
import type { Syntax } from '../logql/syntax.ts'
import { readLabelFilter } from './label-filter.ts'
import { bytes, duration, plainNumber, type Unit } from './units.ts'

export interface Unwrap {
  label: string
  /**
   * The first gives an entry its sample, and drops it without the label; then the filters follow.
   */
  stages: Stage[]
}

const seconds: Unit = {
  ...duration,
  parse: (text) => {
    const nanos = duration.parse(text)
    return nanos === undefined ? undefined : nanos / 1e9
  },
}

const conversions: Record<string, Unit> = {
  BytesConv: bytes,
  DurationConv: seconds,
  DurationSecondsConv: seconds,
}

/** `| unwrap duration(took) | __error__=""`; the grammar nests it to the left. */
export function readUnwrap(expression: Syntax): Unwrap {
  const inner = expression.child('UnwrapExpr')
  if (inner) {
    const { label, stages } = readUnwrap(inner)
    return { label, stages: [...stages, readLabelFilter(expression.expect('LabelFilter'))] }
  }
  const label = expression.expect('Identifier').text
  const [conversion] = expression.child('ConvOp')?.children() ?? []
  const unit = conversion ? conversions[conversion.name] : plainNumber
  if (!unit) throw expression.unsupported(`unwrap ${conversion?.text}`)
  return { label, stages: [sampleStage(label, unit)] }
}

function sampleStage(label: string, { parse, explain }: Unit): Stage {
  return (entry) => {
    const text = entry.get(label)
    if (!text) return false
    const value = parse(text)
    entry.sample = value ?? 0
    if (value === undefined && !entry.failed) entry.fail('SampleExtractionErr', explain(text))
    return true
  }
}
