import { raiseLevels } from './flow-levels.ts'
import { FlowNetwork } from './flow-network.ts'
import { sendAlongLevels } from './flow-paths.ts'

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

/** So many units of a supply go to a demand. */
export interface Flow {
  supply: number
  demand: number
  units: number
}

/**
 * How many of each supply go to each demand, at the least cost over all: a minimum-cost flow, so
 * that no early choice spoils a later one. What is left of a supply was placed nowhere.
 *
 * Costs are small whole numbers, so few rounds do, each for all paths of one cost (the primal-dual
 * method): first all spans that fit their line, then those with one difference, and so on.
 */
export function assign(
  supplies: Supply[],
  demands: Demand[],
  cost: (supply: number, demand: number) => number,
): Flow[] {
  const network = new FlowNetwork(supplies, demands, cost)
  while (raiseLevels(network)) while (sendAlongLevels(network));
  return network.flows()
}
