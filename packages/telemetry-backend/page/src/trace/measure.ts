import { selfTimeOf } from '@onetrace/spans'
import { milliseconds, type TreeNode } from './tree.ts'

/** In milliseconds. */
export function selfTime(node: TreeNode): number {
  return milliseconds(selfTimeOf(node))
}

/** How long nothing visible happened before this span: since its sibling's end or its parent's start. */
export function gapBefore(node: TreeNode): number {
  if (!node.parent) return 0
  const before = node.parent.children.filter((child) => child !== node && child.end <= node.start)
  const since = Math.max(node.parent.start, ...before.map((child) => child.end))
  return Math.max(0, node.start - since)
}

/** A call that left one service and arrived in another. */
export function isHop(node: TreeNode): boolean {
  return node.parent !== undefined && node.parent.span.service !== node.span.service
}

/**
 * Where an error happened: a failed span below which nothing failed. Its callers often fail only
 * because it did, and what it is merely linked from never did that.
 */
export function isErrorOrigin(node: TreeNode): boolean {
  return isFailed(node) && !node.children.some((child) => !child.linked && isFailed(child))
}

export function isFailed(node: TreeNode): boolean {
  return node.span.status.code === 'error'
}

/**
 * Where a line belongs on its span. Loggers cut times to the millisecond, so that a line seems to
 * be written up to one before its span began.
 */
export function lineMoment(node: TreeNode, at: number): number {
  return at < node.start && node.start - at < 1 ? node.start : at
}
