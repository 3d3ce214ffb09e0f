import type { Aligner } from './align.ts'
import { isSame } from './alignment.ts'
import type { Classes } from './classes.ts'
import { differencesOf } from './head.ts'
import { type Merged, mergeSiblings } from './merge.ts'

/**
 * Finds spans that are missing in one place and extra in another, the largest trees first, and
 * makes each such pair one moved span. Spans that a moved tree lacks, or has too many of, may have
 * moved too, so this is repeated until it finds nothing more.
 */
export function findMoves(roots: Merged[], aligner: Aligner, classes: Classes): void {
  let [missing, extra] = [pick(roots, 'missing'), pick(roots, 'extra')]
  while (missing.length > 0 && extra.length > 0) {
    const fresh: Merged[] = []
    const gone = new Set<Merged>()
    for (const absent of bySize(missing, classes)) {
      for (let rest = absent.times; rest > 0 && !gone.has(absent); rest--) {
        const found = closest(absent, extra, gone, aligner)
        if (!found) break
        for (const inside of mergedBelow([found])) gone.add(inside)
        move(roots, absent, found, aligner)
        fresh.push(...found.children)
        if (absent.times === 0) for (const inside of mergedBelow([absent])) gone.add(inside)
      }
    }
    if (fresh.length === 0 && gone.size === 0) return
    missing = missing.filter((item) => !gone.has(item)).concat(pick(fresh, 'missing'))
    extra = extra.filter((item) => !gone.has(item)).concat(pick(fresh, 'extra'))
    if (gone.size === 0) return
  }
}

/** Every place from these down, without recursion. */
export function mergedBelow(roots: Merged[]): Merged[] {
  const all: Merged[] = []
  const stack = roots.toReversed()
  for (let top = stack.pop(); top; top = stack.pop()) {
    all.push(top)
    for (const child of top.children.toReversed()) stack.push(child)
  }
  return all
}

function pick(roots: Merged[], mark: Merged['mark']): Merged[] {
  return mergedBelow(roots).filter((merged) => merged.mark === mark)
}

/**
 * The largest come first. Trees of one size are sorted by their numbers, whatever order they had.
 */
function bySize(missing: Merged[], classes: Classes): Merged[] {
  return missing
    .flatMap((item) => (item.line ? [{ item, line: item.line, path: pathOf(item, classes) }] : []))
    .sort(
      (a, b) =>
        classes.leastOf(b.line) - classes.leastOf(a.line) ||
        (a.path < b.path ? -1 : Number(a.path > b.path)),
    )
    .map(({ item }) => item)
}

function pathOf(merged: Merged, { shapeOf, classOf }: Classes): string {
  const path: number[] = []
  for (let up: Merged | undefined = merged; up; up = up.above) {
    path.push(up.line ? shapeOf(up.line) : -1, up.node ? classOf(up.node) : -1)
  }
  return path.join(' ')
}

function closest(
  { line }: Merged,
  extra: Merged[],
  gone: Set<Merged>,
  aligner: Aligner,
): Merged | undefined {
  let best: Merged | undefined
  let least = Number.POSITIVE_INFINITY
  for (const candidate of extra) {
    if (!line || !candidate.node || gone.has(candidate) || !isSame(line, candidate.node)) continue
    const cost = aligner.pairCost(line, candidate.node)
    if (cost < least) [best, least] = [candidate, cost]
  }
  return best
}

function move(roots: Merged[], absent: Merged, found: Merged, aligner: Aligner): void {
  const { line, above } = absent
  if (!line || !found.node) return
  absent.times--
  if (absent.times === 0) remove(above?.children ?? roots, absent)
  found.mark = 'moved'
  found.line = line
  found.expectedBelow = above
  // Under another parent a link may have become a child, or a child a link. That is part of the
  // move, and no difference of its own.
  found.differences = differencesOf(line, found.node).filter(({ field }) => field !== 'link')
  const inside = { siblings: line.children, nodes: found.node.children, above: found }
  found.children = mergeSiblings(aligner, inside)
}

function remove(list: Merged[], item: Merged): void {
  const index = list.indexOf(item)
  if (index >= 0) list.splice(index, 1)
}
