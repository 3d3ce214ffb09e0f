import { at, type FlowNetwork } from './flow-network.ts'

/** Where the search of a round stands: how far a node is from the source, and what it tried. */
interface Round {
  depths: Int32Array
  tried: Int32Array
}

/**
 * One round of Dinic's algorithm over the edges without slack: sends what it can along the
 * shortest of these ways; false where there is none. Without recursion: a way may be long.
 */
export function sendAlongLevels(network: FlowNetwork): boolean {
  const { n, spare } = network
  const round = { depths: measureDepths(network), tried: new Int32Array(network.levels.length) }
  let any = false
  for (let s = 0; s < n; s++) {
    while (at(spare, s) > 0 && send(network, round, s)) any = true
  }
  return any
}

/** In how many steps a node is reached from a supply that has units to spare; -1 if never. */
function measureDepths(network: FlowNetwork): Int32Array {
  const depths = new Int32Array(network.levels.length).fill(-1)
  const queue: number[] = []
  for (let s = 0; s < network.n; s++) {
    if (at(network.spare, s) <= 0) continue
    depths[s] = 0
    queue.push(s)
  }
  for (const node of queue) {
    for (let other = 0; other < breadth(network, node); other++) {
      const next = nextNode(network, node, other)
      if (depths[next] !== -1 || !isOpen(network, node, next)) continue
      depths[next] = (depths[node] ?? 0) + 1
      queue.push(next) // the loop above goes on over it
    }
  }
  return depths
}

function breadth({ n, m }: FlowNetwork, node: number): number {
  return node < n ? m : n
}

function nextNode({ n }: FlowNetwork, node: number, other: number): number {
  return node < n ? n + other : other
}

/** Whether a unit can go this way at no more than the least cost. */
function isOpen(network: FlowNetwork, from: number, to: number): boolean {
  const { n, m, sent } = network
  if (from < n) return network.slack(from, to - n) === 0
  return at(sent, to * m + from - n) > 0 && network.slack(to, from - n) === 0
}

/** Finds one way from this supply to the sink and sends as much along it as goes. */
function send(network: FlowNetwork, round: Round, supply: number): boolean {
  const path = [supply]
  for (let node: number | undefined = supply; node !== undefined; node = path.at(-1)) {
    if (network.slackToSink(node) === 0) {
      move(network, path, node)
      return true
    }
    const next = step(network, round, node)
    if (next !== undefined) path.push(next)
    else {
      round.depths[node] = -1 // nothing is behind it, for any search of this round
      path.pop()
    }
  }
  return false
}

/** The next node behind this one; the same again until nothing is behind that. */
function step(network: FlowNetwork, { depths, tried }: Round, node: number): number | undefined {
  const depth = (depths[node] ?? 0) + 1
  for (let other = tried[node] ?? 0; other < breadth(network, node); other++) {
    const next = nextNode(network, node, other)
    tried[node] = other
    if (depths[next] === depth && isOpen(network, node, next)) return next
  }
  tried[node] = breadth(network, node)
  return undefined
}

function move(network: FlowNetwork, path: number[], last: number): void {
  const { n, m, sent, spare } = network
  const first = path[0] ?? 0
  const rooms = network.wayFrom(last)?.rooms ?? new Float64Array()
  let units = Math.min(at(spare, first), at(rooms, last))
  // Edge by edge: from a supply to a demand units are added, back from a demand they are taken.
  const edges = path.slice(1).map((to, i) => {
    const from = path[i] ?? 0
    return from < n ? { index: from * m + to - n, sign: 1 } : { index: to * m + from - n, sign: -1 }
  })
  for (const { index, sign } of edges) if (sign < 0) units = Math.min(units, at(sent, index))
  for (const { index, sign } of edges) sent[index] = at(sent, index) + sign * units
  spare[first] = at(spare, first) - units
  rooms[last] = at(rooms, last) - units
}
