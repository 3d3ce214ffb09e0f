import type { TreeNode } from './tree.ts'

/** The part of a span's time in which none of its children ran. */
export function selfTime(node: TreeNode): number {
  let covered = 0
  let until = node.start
  for (const child of node.children) {
    const from = Math.max(child.start, until)
    const to = Math.min(child.end, node.end)
    if (to <= from) continue
    covered += to - from
    until = to
  }
  return node.end - node.start - covered
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
 * because it did.
 */
export function isErrorOrigin(node: TreeNode): boolean {
  return isFailed(node) && !node.children.some(isFailed)
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

/** The status that the caller saw, by the current and by the former semantic convention. */
export function httpStatus(node: TreeNode | undefined): number | undefined {
  const { attributes } = node?.span ?? {}
  const status = attributes?.['http.response.status_code'] ?? attributes?.['http.status_code']
  const code = Number(status)
  return Number.isInteger(code) && code > 0 ? code : undefined // senders write anything there
}
