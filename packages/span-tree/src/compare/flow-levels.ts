import { at, type FlowNetwork } from './flow-network.ts'

/**
 * Adds Dijkstra's distances from the source to the levels, so that the cheapest ways that are left
 * have no slack; false where no way is left. Distances beyond the sink's do not matter.
 */
export function raiseLevels(network: FlowNetwork): boolean {
  const { n, spare, levels } = network
  const distances = new Float64Array(levels.length).fill(Number.POSITIVE_INFINITY)
  for (let s = 0; s < n; s++) if (at(spare, s) > 0) distances[s] = 0
  let far = Number.POSITIVE_INFINITY
  const left = Array.from(levels.keys())
  while (left.length > 0) {
    const node = takeNearest(left, distances)
    const distance = at(distances, node)
    if (distance >= far) break
    far = Math.min(far, distance + network.slackToSink(node))
    if (node < n) reachDemands(network, node, distances)
    else reachSupplies(network, node - n, distances)
  }
  if (far === Number.POSITIVE_INFINITY) return false
  for (let node = 0; node < levels.length; node++) {
    levels[node] = at(levels, node) + Math.min(at(distances, node), far)
  }
  network.sinkLevel += far
  return true
}

function takeNearest(left: number[], distances: Float64Array): number {
  let best = 0
  for (let i = 1; i < left.length; i++) {
    if (at(distances, left[i] ?? 0) < at(distances, left[best] ?? 0)) best = i
  }
  const nearest = left[best] ?? 0
  left[best] = left.at(-1) ?? 0
  left.pop()
  return nearest
}

function reachDemands(network: FlowNetwork, s: number, distances: Float64Array): void {
  const { n, m } = network
  const distance = at(distances, s)
  for (let d = 0; d < m; d++) {
    const reached = distance + network.slack(s, d)
    if (reached < at(distances, n + d)) distances[n + d] = reached
  }
}

/** A unit that came to a demand can make one of another supply go elsewhere. */
function reachSupplies(network: FlowNetwork, d: number, distances: Float64Array): void {
  const { n, m, sent } = network
  const distance = at(distances, n + d)
  for (let s = 0; s < n; s++) {
    if (at(sent, s * m + d) <= 0) continue
    const reached = distance - network.slack(s, d)
    if (reached < at(distances, s)) distances[s] = reached
  }
}
