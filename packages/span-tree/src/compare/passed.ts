import { attributeText, type Span } from '@onetrace/spans'
import { attributeValue } from '../text/attribute-value.ts'
import type { AttributeTest } from '../text/contract.ts'
import { passes } from './head.ts'

interface TestsOfKey {
  key: string
  /** By the value that each asks for. */
  equal: Map<string, number>
  others: [number: number, test: AttributeTest][]
}

/**
 * Answers which of the tests a span's attributes pass, as text that is the same for the same
 * tests. Values that are asked for are looked up: a contract may ask for 1,000 ids, one a line.
 */
export function createPassed(tests: AttributeTest[]): (span: Span) => string {
  const byKey = new Map<string, TestsOfKey>()
  for (const [number, test] of tests.entries()) {
    const { key } = test
    const own: TestsOfKey = byKey.get(key) ?? { key, equal: new Map(), others: [] }
    byKey.set(key, own)
    if (test.test === 'equals') own.equal.set(test.value, number)
    else own.others.push([number, test])
  }
  return (span) => {
    const passed: number[] = []
    for (const own of byKey.values()) addPassed(own, span, passed)
    return passed.join()
  }
}

function addPassed(tests: TestsOfKey, span: Span, passed: number[]): void {
  const { key, equal, others } = tests
  const value = attributeValue(span, key)
  if (value !== undefined && equal.size > 0) {
    const number = equal.get(attributeText(value))
    if (number !== undefined) passed.push(number)
  }
  for (const [number, test] of others) if (passes(test, span)) passed.push(number)
}
