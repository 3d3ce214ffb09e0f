import type { SpanNode } from '@onetrace/spans'
import type { Line, Siblings } from '../text/contract.ts'
import { type Alignment, type Pair, toPlace } from './alignment.ts'
import type { Classes } from './classes.ts'
import { fitsHead } from './heads.ts'
import { indexLikely } from './likely.ts'
import { type Matching, matchInAnyOrder } from './match-in-any-order.ts'
import { readInOrder } from './read-in-order.ts'

/**
 * Judges exactly whether a span with all below it matches a line. A contract may be too deep for
 * recursion, so the pairs on which a verdict may depend are found first, and judged from below.
 */
export function createMatching(classes: Classes): Matching {
  const verdicts = new Map<number, boolean>()
  const known = (line: Line, node: SpanNode) =>
    judgeAtOnce(classes, line, node) ?? verdicts.get(classes.pairKey(line, node))

  const judge = (line: Line, node: SpanNode): boolean => {
    const open = new Map<number, Pair>([[classes.pairKey(line, node), { line, node }]])
    for (const pair of open.values()) {
      // The loop also goes over the pairs that are added here.
      for (const below of likelyBelow(classes, pair)) {
        if (known(below.line, below.node) === undefined) {
          open.set(classes.pairKey(below.line, below.node), below)
        }
      }
    }
    const fromBelow = [...open].sort(([a], [b]) => a - b)
    for (const [key, pair] of fromBelow) {
      const found = matchSiblings(matching, pair.line.children, pair.node.children)
      verdicts.set(key, found !== undefined)
    }
    return verdicts.get(classes.pairKey(line, node)) === true
  }
  const matching: Matching = {
    classes,
    matches: (line, node) => known(line, node) ?? judge(line, node),
  }
  return matching
}

/** The verdict where it does not depend on other pairs; otherwise undefined. */
function judgeAtOnce(classes: Classes, line: Line, node: SpanNode): boolean | undefined {
  const only = classes.onlyOf(line)
  if (only !== undefined) return only === classes.classOf(node)
  if (!fitsHead(classes.headOfLine(line), classes.headOf(node))) return false
  const { lines, open } = line.children
  return lines.length > 0 ? undefined : open || node.children.length === 0
}

function* likelyBelow(classes: Classes, { line, node }: Pair): Generator<Pair> {
  const lines = new Map(line.children.lines.map((child) => [classes.shapeOf(child), child]))
  const kinds = new Map(node.children.map((child) => [classes.classOf(child), child]))
  const likelyFor = indexLikely(
    classes,
    [...lines.values()].map((child) => ({ line: child })),
  )
  for (const child of kinds.values()) {
    for (const likely of likelyFor(child)) yield { line: likely.line, node: child }
  }
}

/** Which span stands for which line, if they all match; otherwise undefined. */
export function matchSiblings(
  matching: Matching,
  siblings: Siblings,
  nodes: SpanNode[],
): Alignment | undefined {
  const { ordered, open, lines } = siblings
  if (lines.length === 0) {
    return open || nodes.length === 0 ? { pairs: [], missing: [], extra: nodes } : undefined
  }
  if (ordered) return readInOrder(matching.matches, siblings, nodes)
  const found = matchInAnyOrder(matching, lines.map(toPlace), nodes)
  return found.missing.length === 0 && (open || found.extra.length === 0) ? found : undefined
}
