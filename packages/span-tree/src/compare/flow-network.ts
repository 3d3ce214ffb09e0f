import type { Demand, Flow, Supply } from './assign.ts'

/**
 * Supplies are the nodes 0 to n - 1, demands n to n + m - 1; every supply is joined to every
 * demand. The source before and the sink behind them are not nodes of their own: `spare` is what
 * the source can still send, `ways` how a node reaches the sink. In flat arrays, for there may be
 * a million edges.
 */
export class FlowNetwork {
  readonly n: number
  readonly m: number
  /** Of the edge from supply s to demand d at [s * m + d]. */
  readonly costs: Float64Array
  readonly sent: Float64Array
  readonly spare: Float64Array
  /** What a unit costs from the source to a node; on the cheapest ways there is no slack. */
  readonly levels: Float64Array
  sinkLevel = 0
  /** Two edges of each node to the sink: what they cost, and how much they still take. */
  readonly ways: [Way, Way]

  constructor(supplies: Supply[], demands: Demand[], cost: (s: number, d: number) => number) {
    this.n = supplies.length
    this.m = demands.length
    this.costs = new Float64Array(this.n * this.m)
    for (let s = 0, edge = 0; s < this.n; s++) {
      for (let d = 0; d < this.m; d++) this.costs[edge++] = cost(s, d)
    }
    this.sent = new Float64Array(this.costs.length)
    this.spare = Float64Array.from(supplies, ({ units }) => units)
    this.levels = new Float64Array(this.n + this.m)
    // Every unit passes one edge into the sink: raising all of them alike keeps costs above zero.
    const raise = demands.reduce((most, { missing }) => Math.max(most, missing), 0)
    const nowhere = supplies.map(({ extra }) => ({
      cost: raise + extra,
      room: Number.POSITIVE_INFINITY,
    }))
    const needed = demands.map(({ min, missing }) => ({ cost: raise - missing, room: min }))
    const welcome = demands.map(({ min, max }) => ({ cost: raise, room: max - min }))
    const none = supplies.map(() => ({ cost: raise, room: 0 }))
    this.ways = [toWay([...nowhere, ...needed]), toWay([...none, ...welcome])]
  }

  /** The reduced cost of the edge from a supply to a demand; 0 where it is on a cheapest way. */
  slack(s: number, d: number): number {
    return at(this.costs, s * this.m + d) + at(this.levels, s) - at(this.levels, this.n + d)
  }

  /** The way by which a node reaches the sink at the least cost, if any takes more. */
  wayFrom(node: number): Way | undefined {
    return this.ways.find(({ rooms }) => at(rooms, node) > 0)
  }

  slackToSink(node: number): number {
    const way = this.wayFrom(node)
    if (!way) return Number.POSITIVE_INFINITY
    return at(way.costs, node) + at(this.levels, node) - this.sinkLevel
  }

  flows(): Flow[] {
    const flows: Flow[] = []
    for (const [edge, units] of this.sent.entries()) {
      if (units > 0) flows.push({ supply: Math.floor(edge / this.m), demand: edge % this.m, units })
    }
    return flows
  }
}

interface Way {
  costs: Float64Array
  rooms: Float64Array
}

function toWay(edges: { cost: number; room: number }[]): Way {
  return {
    costs: Float64Array.from(edges, ({ cost }) => cost),
    rooms: Float64Array.from(edges, ({ room }) => room),
  }
}

export function at(numbers: Float64Array, index: number): number {
  return numbers[index] ?? Number.POSITIVE_INFINITY
}
