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
 * How many of each supply go to each demand, at the least cost over all: a minimum-cost flow, so
 * that no early choice spoils a later one. Answers `flows[supply][demand]`; what is left of a
 * supply was placed nowhere.
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
    const edges = demands.map((_, demand) =>
      connect(graph, index, supplies.length + demand, units, cost(index, demand)),
    )
    connect(graph, index, sink, units, raise + extra)
    return edges
  })
  sendAll(graph, source, sink)
  return taken.map((edges) => edges.map((edge) => edge.back.room))
}

function connect(graph: Edge[][], from: number, to: number, room: number, cost: number): Edge {
  const edge = { to, room, cost } as Edge
  edge.back = { to: from, room: 0, cost: -cost, back: edge }
  if (cost === Number.POSITIVE_INFINITY) return edge
  graph[from]?.push(edge)
  graph[to]?.push(edge.back)
  return edge
}

/**
 * Sends all units over the cheapest paths, then over the next cheapest. Costs are small whole
 * numbers, so few rounds do, each for all paths of one cost (the primal-dual method).
 */
function sendAll(graph: Edge[][], source: number, sink: number): void {
  const levels = new Array<number>(graph.length).fill(0)
  while (raiseLevels(graph, levels, source, sink)) {
    let sent = 1
    while (sent > 0) {
      const spent = new Array<boolean>(graph.length).fill(false)
      sent = send(graph, { levels, spent, sink }, source, Number.POSITIVE_INFINITY)
    }
  }
}

/** Dijkstra's distances from the source are added to the levels; false where no path is left. */
function raiseLevels(graph: Edge[][], levels: number[], source: number, sink: number): boolean {
  const distances = new Array<number>(graph.length).fill(Number.POSITIVE_INFINITY)
  const left = new Set(graph.keys())
  distances[source] = 0
  for (;;) {
    let nearest = -1
    for (const node of left) {
      if (nearest < 0 || at(distances, node) < at(distances, nearest)) nearest = node
    }
    if (nearest < 0 || at(distances, nearest) === Number.POSITIVE_INFINITY) break
    left.delete(nearest)
    for (const { to, room, cost } of graph[nearest] ?? []) {
      if (room <= 0) continue
      const distance = at(distances, nearest) + cost + at(levels, nearest) - at(levels, to)
      if (distance < at(distances, to)) distances[to] = distance
    }
  }
  const far = at(distances, sink)
  if (far === Number.POSITIVE_INFINITY) return false
  for (const [node, distance] of distances.entries()) {
    levels[node] = at(levels, node) + Math.min(distance, far)
  }
  return true
}

interface Sending {
  levels: number[]
  /** Nodes that nothing more can be sent through in this round. */
  spent: boolean[]
  sink: number
}

/** Sends up to `most` units on to the sink along edges that cost just what the levels say. */
function send(graph: Edge[][], sending: Sending, node: number, most: number): number {
  const { levels, spent, sink } = sending
  if (node === sink) return most
  spent[node] = true // while it is on the path, too: no circles
  let sent = 0
  for (const edge of graph[node] ?? []) {
    const tight = edge.cost + at(levels, node) - at(levels, edge.to) === 0
    if (edge.room <= 0 || !tight || spent[edge.to]) continue
    const units = send(graph, sending, edge.to, Math.min(edge.room, most - sent))
    edge.room -= units
    edge.back.room += units
    sent += units
    if (sent === most) break
  }
  spent[node] = sent < most
  return sent
}

function at(numbers: number[], index: number): number {
  return numbers[index] ?? Number.POSITIVE_INFINITY
}
