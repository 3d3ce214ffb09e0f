import { attributeText, type Span, type SpanNode } from '@onetrace/spans'
import { attributeValue } from '../text/attribute-value.ts'
import { type AttributeTest, type Line, valueWords } from '../text/contract.ts'
import { printValue } from '../text/words.ts'

/** One thing in which a span differs from its line. */
export interface Difference {
  /** `service`, `name`, `kind`, `status`, `link`, or the key of an attribute. */
  field: string
  expected: string
  actual: string
}

/** Compares a span with its line, without what is below them. */
export function differencesOf(line: Line, { span, linked }: SpanNode): Difference[] {
  const { service, name, kind, status } = span
  const failed = status.code === 'error'
  const fields: [field: string, expected: string, actual: string][] = [
    ['service', line.service, service],
    ['name', line.name, name],
    ['kind', line.kind, kind],
    ['status', statusText(line.failed), statusText(failed)],
    ['link', linkText(line.linked), linkText(linked)],
  ]
  const wrong = fields.filter(([, expected, actual]) => expected !== actual)
  return [
    ...wrong.map(([field, expected, actual]) => ({ field, expected, actual })),
    ...line.attributes
      .filter((test) => !passes(test, span))
      .map((test) => attributeDifference(test, span)),
  ]
}

/**
 * How many differences there are. It is a function of its own because it is called far more often.
 */
export function countDifferences(line: Line, { span, linked }: SpanNode): number {
  let count = 0
  if (line.service !== span.service) count++
  if (line.name !== span.name) count++
  if (line.kind !== span.kind) count++
  if (line.failed !== (span.status.code === 'error')) count++
  if (line.linked !== linked) count++
  for (const test of line.attributes) if (!passes(test, span)) count++
  return count
}

/** Whether a span's attributes pass one test of a line. */
export function passes(test: AttributeTest, span: Span): boolean {
  const value = attributeValue(span, test.key)
  return testerOf(test)(value === undefined ? undefined : attributeText(value))
}

type Tester = (text: string | undefined) => boolean

const testers = new WeakMap<AttributeTest, Tester>()

/**
 * The same for the text of an attribute, or for none. It is kept, since making an expression is
 * slow.
 */
export function testerOf(test: AttributeTest): Tester {
  const tester = testers.get(test) ?? createTester(test)
  testers.set(test, tester)
  return tester
}

function createTester(test: AttributeTest): Tester {
  if (test.test === 'absent') return (text) => text === undefined
  if (test.test === 'present') return (text) => text !== undefined
  if (test.test === 'equals') return (text) => text === test.value
  const expression =
    test.test === 'is' ? valueWords[test.word] : new RegExp(test.pattern, test.flags)
  return (text) => {
    expression.lastIndex = 0 // with the flags g and y it would begin where it ended the last time
    return text !== undefined && expression.test(text)
  }
}

function attributeDifference(test: AttributeTest, span: Span): Difference {
  const value = attributeValue(span, test.key)
  const actual = value === undefined ? 'none' : printValue(attributeText(value))
  return { field: test.key, expected: expectationOf(test), actual }
}

function expectationOf(test: AttributeTest): string {
  if (test.test === 'equals') return printValue(test.value)
  if (test.test === 'matches') return `/${test.pattern}/${test.flags}`
  if (test.test === 'is') return `<${test.word}>`
  return test.test === 'absent' ? 'none' : 'any value'
}

function statusText(failed: boolean): string {
  return failed ? 'an error' : 'no error'
}

function linkText(linked: boolean): string {
  return linked ? 'a link to the line above' : 'a child of the line above'
}
