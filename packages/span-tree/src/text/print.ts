import type { AttributeTest, Contract, Line, Siblings } from './contract.ts'
import { printKey, printName, printService, printValue } from './words.ts'

/** The text which parseSpanTree reads back as the same contract. */
export function printSpanTree(contract: Contract): string {
  const lines: string[] = []
  addSiblings(contract.roots, '', lines)
  return `${lines.join('\n')}\n`
}

function addSiblings(siblings: Siblings, indent: string, lines: string[]): void {
  if (siblings.ordered) lines.push(`${indent}in order`)
  for (const line of siblings.lines) {
    lines.push(indent + printLine(line))
    addSiblings(line.children, `${indent}  `, lines)
  }
  if (siblings.open) lines.push(`${indent}...`)
}

/** One line without its indentation. */
export function printLine(line: Line): string {
  const { service, name, kind, attributes, count, failed, linked } = line
  const parts = [
    linked ? '~' : '',
    `${printService(service)}: ${printName(name)}`,
    kind === 'internal' ? '' : `[${kind}]`,
    attributes.length > 0 ? `{${attributes.map(printTest).join(', ')}}` : '',
    printCount(count),
    failed ? '!error' : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

export function printTest(test: AttributeTest): string {
  const key = printKey(test.key)
  if (test.test === 'equals') return `${key}=${printValue(test.value)}`
  if (test.test === 'matches') return `${key}~/${test.pattern}/${test.flags}`
  if (test.test === 'is') return `${key}=<${test.word}>`
  return test.test === 'absent' ? `!${key}` : key
}

function printCount({ min, max }: Line['count']): string {
  if (min === max) return min === 1 ? '' : `x${min}`
  return min === 0 && max === 1 ? '?' : `x${min}..${max}`
}
