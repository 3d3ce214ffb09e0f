import { attributeText, type SpanNode } from '@onetrace/spans'
import { passes } from '../compare/head.ts'
import type { Merged } from '../compare.ts'
import { attributeValue } from '../text/attribute-value.ts'
import type { AttributeTest, Line } from '../text/contract.ts'
import { printLine } from '../text/print.ts'

/** A line that this span satisfies: the parts that hold are kept, the others say what came. */
export function adaptLine(line: Line, { above }: Merged, node: SpanNode): Line {
  const { service, name, kind, status } = node.span
  return {
    ...line,
    service,
    name,
    kind,
    failed: status.code === 'error',
    linked: node.linked && above !== undefined,
    count: { min: Math.min(line.count.min, 1), max: 1 },
    attributes: line.attributes.flatMap((test) => adaptTest(test, node)),
  }
}

export function sameHead(a: Line, b: Line): boolean {
  return printLine(a) === printLine(b)
}

function adaptTest(test: AttributeTest, { span }: SpanNode): AttributeTest[] {
  if (passes(test, span)) return [test]
  const { key } = test
  const value = attributeValue(span, key)
  return value === undefined ? [] : [{ test: 'equals', key, value: attributeText(value) }]
}
