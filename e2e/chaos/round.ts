import { setTimeout as pause } from 'node:timers/promises'
import type { Fleet } from '@onetrace/dev'
import { expectOk, until } from '@onetrace/processes'
import type { Trace } from '@onetrace/spans'
import { findImbalance } from './balance.ts'
import { judgeTraces } from './judge-traces.ts'
import { startLoad } from './load.ts'
import type { Random } from './random.ts'
import { createShop } from './shop.ts'

const victims = ['orders', 'users', 'postgres'] as const
type Victim = (typeof victims)[number]

export interface Round {
  victim: Victim
  traces: Trace[]
  accepted: number
  refused: number
  whole: number
  cutOff: number
  /** What does not hold, in a sentence each. */
  faults: string[]
}

/** One `kill -9` under load; what was accepted is held against both databases and its traces. */
export async function runRound(fleet: Fleet, random: Random, earlier: Trace[]): Promise<Round> {
  const victim = random.pick(victims)
  const before = random.between(3, 25)
  const [toKillMs, downMs] = [random.between(0, 150), random.between(0, 300)]
  const shop = createShop(fleet)
  const userIds = [await shop.createUser(), await shop.createUser(), await shop.createUser()]

  const load = startLoad({ shop, random, userIds, callers: 6 })
  await load.accepted(before)
  await pause(toKillMs)
  const at = BigInt(Date.now()) * 1_000_000n
  await kill(fleet, victim)
  await pause(downMs)
  await start(fleet, victim)
  await load.accepted(10)
  await load.stop()
  await fleet.quiesce()

  const attempts = load.orders.flatMap((order) => order.attempts)
  const imbalance = await findImbalance(fleet, load.orders)
  const traces = await judgeTraces(fleet.urls, attempts, { victim, at, earlier })
  const accepted = attempts.filter(({ status }) => status === 201).length
  return {
    victim,
    accepted,
    refused: attempts.length - accepted,
    ...traces,
    faults: [...imbalance, ...traces.faults],
  }
}

function kill({ services, postgres }: Fleet, victim: Victim): Promise<void> {
  if (!services) throw new Error('expected a fleet whose services can be killed one by one')
  return victim === 'postgres' ? postgres.kill() : services.kill(victim)
}

async function start({ services, postgres, urls }: Fleet, victim: Victim): Promise<void> {
  if (victim === 'postgres') await postgres.start()
  else await services?.start(victim)
  for (const { name, managementUrl } of urls.processes) {
    await until(() => expectOk(`${managementUrl}/readyz`), {
      what: `${name} to be ready again`,
      deadlineMs: 120_000,
    })
  }
}
