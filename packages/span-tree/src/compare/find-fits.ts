import { attributeText, type SpanNode } from '@onetrace/spans'
import { attributeValue } from '../text/attribute-value.ts'
import type { Line } from '../text/contract.ts'
import type { Asking, Costs, Pair } from './alignment.ts'
import type { Classes } from './classes.ts'
import type { Fits } from './fitting-parts.ts'
import { countDifferences } from './head.ts'

/**
 * Which spans are just what which lines ask for. Most are found by their signature alone; of the
 * rest only those are looked at whose signature, and whose value of one attribute, allow it.
 */
export function* findFits(
  { costs, classes: { signatures } }: { costs: Costs; classes: Classes },
  lines: Line[],
  nodes: SpanNode[],
): Asking<Fits> {
  const fits: Fits = nodes.map(() => [])
  const bySignature = groupIndexes(nodes, (node) => signatures.of(node))
  const byValue = new Map<string, Map<string | undefined, number[]>>()
  const withValue = (key: string, value: string) => {
    const known = byValue.get(key) ?? groupIndexes(nodes, (node) => textOf(node, key))
    byValue.set(key, known)
    return known.get(value) ?? []
  }
  const unsure: (Pair & { supply: number; demand: number })[] = []
  for (const [demand, line] of lines.entries()) {
    const signature = signatures.ofLine(line)
    const alike = signature ? (bySignature.get(signature.number) ?? []) : [...nodes.keys()]
    if (signature?.exact) for (const supply of alike) fits[supply]?.push(demand)
    if (signature?.exact) continue
    const wanted = line.attributes.find((test) => test.test === 'equals')
    for (const supply of wanted ? withValue(wanted.key, wanted.value) : alike) {
      const node = nodes[supply]
      if (!node || (signature && signatures.of(node) !== signature.number)) continue
      if (countDifferences(line, node) === 0) unsure.push({ line, node, supply, demand })
    }
  }
  yield unsure
  for (const { line, node, supply, demand } of unsure) {
    if (costs.pair(line, node) === 0) fits[supply]?.push(demand)
  }
  return fits
}

function groupIndexes<K>(nodes: SpanNode[], keyOf: (node: SpanNode) => K): Map<K, number[]> {
  const groups = new Map<K, number[]>()
  for (const [index, node] of nodes.entries()) {
    const key = keyOf(node)
    const group = groups.get(key)
    if (group) group.push(index)
    else groups.set(key, [index])
  }
  return groups
}

function textOf({ span }: SpanNode, key: string): string | undefined {
  const value = attributeValue(span, key)
  return value === undefined ? undefined : attributeText(value)
}
