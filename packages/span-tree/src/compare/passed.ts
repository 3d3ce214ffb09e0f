import { attributeText, type SpanNode } from '@onetrace/spans'
import { attributeValue } from '../text/attribute-value.ts'
import type { AttributeTest } from '../text/contract.ts'
import { testerOf } from './head.ts'

/**
 * The numbers of the tests that each span's attributes pass, in the same order for all spans. Plain
 * values are looked up, since a contract may ask for 1,000 ids, one on each line. An expression is
 * tried on all values before the next one, which is several times as fast as the other way round.
 */
export function findPassed(tests: AttributeTest[], nodes: SpanNode[]): Map<SpanNode, number[]> {
  const passed = new Map(nodes.map((node): [SpanNode, number[]] => [node, []]))
  for (const [key, own] of Map.groupBy(tests.entries(), ([, test]) => test.key)) {
    const byText = Map.groupBy(nodes, (node) => textOf(node, key))
    const passing = passingTexts(own, [...byText.keys()])
    for (const [text, alike] of byText) {
      const numbers = passing.get(text) ?? []
      for (const node of alike) for (const number of numbers) passed.get(node)?.push(number)
    }
  }
  return passed
}

type Text = string | undefined

function textOf({ span }: SpanNode, key: string): Text {
  const value = attributeValue(span, key)
  return value === undefined ? undefined : attributeText(value)
}

function passingTexts(tests: [number, AttributeTest][], texts: Text[]): Map<Text, number[]> {
  const passing = new Map(texts.map((text): [Text, number[]] => [text, []]))
  for (const [number, test] of tests) {
    const passes = testerOf(test)
    if (test.test === 'equals') passing.get(test.value)?.push(number)
    else for (const text of texts) if (passes(text)) passing.get(text)?.push(number)
  }
  return passing
}
