import { selfTimeOf, skewOf } from '@onetrace/spans'
import { milliseconds, type TreeNode } from './tree.ts'

/** The time in which a span did not wait for a child, in milliseconds. */
export function selfTime(node: TreeNode): number {
  return milliseconds(selfTimeOf(node))
}

/**
 * The time before this span in which nothing visible happened: since a sibling's end or the
 * parent's start.
 */
export function gapBefore(node: TreeNode): number {
  if (!node.parent) return 0
  const before = node.parent.children.filter((child) => child !== node && child.end <= node.start)
  const since = Math.max(node.parent.start, ...before.map((child) => child.end))
  return Math.max(0, node.start - since)
}

/**
 * By how many milliseconds Jaeger's query service would move a span of another service that began
 * before its parent: one of the two clocks is off. What began later than it should is not moved, since
 * nobody has to wait for the end of what he has called.
 */
export function clockSkew(node: TreeNode): number {
  const { parent } = node
  if (!parent || node.linked || !isHop(node) || node.start >= parent.start) return 0
  return milliseconds(skewOf(stretchOf(node), stretchOf(parent)))
}

function stretchOf({ span: { startTime: start, endTime } }: TreeNode) {
  return { start, duration: endTime - start }
}

/** Whether this span is a hop, a call that left one service and arrived in another. */
export function isHop(node: TreeNode): boolean {
  return node.parent !== undefined && node.parent.span.service !== node.span.service
}

/**
 * Whether an error happened here: a failed span below which nothing failed. Its callers often
 * failed only because it did. Failed spans that only link to it did not cause its failure.
 */
export function isErrorOrigin(node: TreeNode): boolean {
  return isFailed(node) && !node.children.some((child) => !child.linked && isFailed(child))
}

export function isFailed(node: TreeNode): boolean {
  return node.span.status.code === 'error'
}

/**
 * The moment at which a line is drawn on its span. Loggers cut times to the millisecond, so a line
 * may seem to be written up to one millisecond before its span began.
 */
export function lineMoment(node: TreeNode, at: number): number {
  return at < node.start && node.start - at < 1 ? node.start : at
}
