/** A kind of span of which there are `units`, all alike. */
export interface Supply {
  units: number
  /** What it costs to place one of them nowhere. */
  extra: number
}

/** A line that takes from `min` to `max` of them. */
export interface Demand {
  min: number
  max: number
  /** What it costs to leave one place of the first `min` empty. */
  missing: number
}

interface Edge {
  to: number
  room: number
  cost: number
  back: Edge
}

/**
 * How many of each supply go to each demand, at the least cost over all: a minimum-cost flow by
 * successive shortest paths, so that no early choice spoils a later one.
 * Answers `flows[supply][demand]`; what is left of a supply was placed nowhere.
 */
export function assign(
  supplies: Supply[],
  demands: Demand[],
  cost: (supply: number, demand: number) => number,
): number[][] {
  const source = supplies.length + demands.length
  const sink = source + 1
  const graph: Edge[][] = Array.from({ length: sink + 1 }, () => [])
  // Every unit passes one edge into the sink: raising all of them alike keeps costs above zero.
  const raise = Math.max(0, ...demands.map((demand) => demand.missing))
  for (const [index, { min, max, missing }] of demands.entries()) {
    connect(graph, supplies.length + index, sink, min, raise - missing)
    connect(graph, supplies.length + index, sink, max - min, raise)
  }
  const taken = supplies.map(({ units, extra }, index) => {
    connect(graph, source, index, units, 0)
    connect(graph, index, sink, units, raise + extra)
    return demands.map((_, demand) =>
      connect(graph, index, supplies.length + demand, units, cost(index, demand)),
    )
  })
  while (augment(graph, source, sink)) {
    // each round moves as many units as its path holds
  }
  return taken.map((edges) => edges.map((edge) => edge.back.room))
}

function connect(graph: Edge[][], from: number, to: number, room: number, cost: number): Edge {
  const edge = { to, room, cost } as Edge
  edge.back = { to: from, room: 0, cost: -cost, back: edge }
  graph[from]?.push(edge)
  graph[to]?.push(edge.back)
  return edge
}

function augment(graph: Edge[][], source: number, sink: number): boolean {
  const path = cheapestPath(graph, source, sink)
  if (path.length === 0) return false
  const units = Math.min(...path.map((edge) => edge.room))
  for (const edge of path) {
    edge.room -= units
    edge.back.room += units
  }
  return true
}

/** Bellman-Ford with a queue: edges back through the flow cost less than nothing. */
function cheapestPath(graph: Edge[][], source: number, sink: number): Edge[] {
  const costs = new Array<number>(graph.length).fill(Number.POSITIVE_INFINITY)
  const arrivals: (Edge | undefined)[] = []
  const queue = [source]
  const waiting = new Set(queue)
  costs[source] = 0
  for (const node of queue) {
    waiting.delete(node)
    for (const edge of graph[node] ?? []) {
      const cost = (costs[node] ?? 0) + edge.cost
      if (edge.room <= 0 || cost >= (costs[edge.to] ?? 0)) continue
      costs[edge.to] = cost
      arrivals[edge.to] = edge
      if (waiting.has(edge.to)) continue
      waiting.add(edge.to)
      queue.push(edge.to) // the loop goes on over what is added
    }
  }
  const path: Edge[] = []
  for (let edge = arrivals[sink]; edge; edge = arrivals[edge.back.to]) path.push(edge)
  return path
}
