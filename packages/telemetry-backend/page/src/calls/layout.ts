import type { CallEdge } from '../net/services-api.ts'

export interface PlacedNode {
  name: string
  external: boolean
  column: number
  row: number
}

/**
 * Puts callers left of the services that they call. Each service is as far left as its callers
 * allow, and within its column near them. A call back to a caller does not count.
 */
export function layoutCalls(services: string[], edges: CallEdge[]): PlacedNode[] {
  const sending = new Set([...services, ...edges.map(({ caller }) => caller)])
  const names = [...new Set([...sending, ...edges.map(({ callee }) => callee)])]
  const columns = columnsOf(names, forwardCalls(names, edges))
  const rows = new Map<string, number>()
  const byColumn = Map.groupBy(names, (name) => columns.get(name) ?? 0)
  const placed: PlacedNode[] = []
  for (const column of [...byColumn.keys()].sort((a, b) => a - b)) {
    const height = (name: string) =>
      isAlone(edges, name) ? Number.POSITIVE_INFINITY : averageRow(edges, name, rows)
    const sorted = (byColumn.get(column) ?? []).sort((a, b) => compare(height(a), height(b)))
    for (const [row, name] of sorted.entries()) {
      rows.set(name, row)
      placed.push({ name, external: !sending.has(name), column, row })
    }
  }
  return placed
}

function columnsOf(names: string[], calls: CallEdge[]): Map<string, number> {
  const columns = new Map(names.map((name) => [name, 0]))
  for (let moved = true; moved; ) {
    moved = false
    for (const { caller, callee } of calls) {
      const least = (columns.get(caller) ?? 0) + 1
      if ((columns.get(callee) ?? 0) >= least) continue
      columns.set(callee, least)
      moved = true
    }
  }
  return columns
}

/** The calls without those that close a ring. */
function forwardCalls(names: string[], edges: CallEdge[]): CallEdge[] {
  const forward: CallEdge[] = []
  const state = new Map<string, 'open' | 'done'>()
  const visit = (name: string) => {
    state.set(name, 'open')
    for (const edge of edges) {
      if (edge.caller !== name || state.get(edge.callee) === 'open') continue
      forward.push(edge)
      if (!state.has(edge.callee)) visit(edge.callee)
    }
    state.set(name, 'done')
  }
  const called = new Set(edges.map(({ callee }) => callee))
  const entriesFirst = names.toSorted((a, b) => Number(called.has(a)) - Number(called.has(b)))
  for (const name of entriesFirst) if (!state.has(name)) visit(name)
  return forward
}

function averageRow(edges: CallEdge[], name: string, rows: Map<string, number>): number {
  const above = edges.flatMap(({ caller, callee }) =>
    callee === name ? (rows.get(caller) ?? []) : [],
  )
  return above.reduce((sum, row) => sum + row, 0) / Math.max(1, above.length)
}

function isAlone(edges: CallEdge[], name: string): boolean {
  return !edges.some(({ caller, callee }) => caller === name || callee === name)
}

function compare(a: number, b: number): number {
  return a < b ? -1 : Number(a > b)
}
