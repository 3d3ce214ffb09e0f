// `pnpm chaos`: kills orders, users and Postgres at random moments under load, and holds what was
// accepted against what came of it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { anyPorts, type Fleet, startFleet } from '@onetrace/dev'
import { createRandom } from './random.ts'
import { type Round, runRound } from './round.ts'

const usage = `pnpm chaos [--rounds N] [--seed N]

Each round places orders on a fleet of its own, kills orders, users or Postgres (kill -9) at a random
moment, starts it again, and then asks:
  - is each order that was answered 201 there once, and are its points counted once?
  - is each order that is there, whatever was answered, counted once, and no message left over?
  - is each trace whole, or does the doctor say that the kill cut it off?

  --rounds N   how many; 50
  --seed N     of what is killed and when; printed, and another one each time
Ends with 1 when something does not hold.`

/** Short, so that a round waits for no lease; long enough for a busy machine. */
const env = {
  orders: {
    USERS_TIMEOUT: '4000',
    OUTBOX_LEASE_MS: '5000',
    OUTBOX_RETRY_BASE_MS: '20',
    OUTBOX_RETRY_MAX_MS: '500',
    OUTBOX_MAX_ATTEMPTS: '1000',
  },
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) console.log(usage)
else process.exitCode = await main(countOf('rounds'), countOf('seed'))

async function main(rounds: number, seed: number): Promise<number> {
  console.log(`${rounds} rounds, seed ${seed}`)
  const dir = mkdtempSync(join(tmpdir(), 'onetrace-chaos-'))
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rmSync(dir, { recursive: true, force: true }))
  const fatal: string[] = []
  const onLine = (line: string) => {
    if (!line.startsWith('{') || line.startsWith('{"level":"fatal"')) fatal.push(line)
  }
  const fleet = await startFleet({ dir, ports: await anyPorts(), env, onLine })
  stack.defer(fleet.stop)
  const broken = fleet.broken.then((why) => {
    console.error(`the fleet ended: ${why}`)
    return 1
  })
  const played = playRounds(fleet, rounds, seed).catch((err) => {
    console.error(`a round was not played to its end:`, err)
    for (const line of fatal) console.error(line)
    return 1
  })
  return await Promise.race([played, broken]) // awaited here, or the fleet would be stopped before
}

async function playRounds(fleet: Fleet, rounds: number, seed: number): Promise<number> {
  const all: Omit<Round, 'traces'>[] = []
  let earlier: Round['traces'] = []
  for (let number = 1; number <= rounds; number += 1) {
    const { traces, ...round } = await runRound(fleet, createRandom(seed + number), earlier)
    earlier = traces
    all.push(round)
    console.log(`${number}. ${lineOf(round)}`)
    for (const fault of round.faults) console.log(`   FAULT: ${fault}`)
  }
  const faults = all.flatMap((round) => round.faults).length
  const sum = (of: 'accepted' | 'refused' | 'whole' | 'cutOff') =>
    all.reduce((total, round) => total + round[of], 0)
  console.log(
    `${rounds} rounds, seed ${seed}: ${sum('accepted')} orders accepted, ${sum('refused')} refused, ` +
      `${sum('whole')} traces whole, ${sum('cutOff')} cut off by a kill, ${faults} faults`,
  )
  return faults === 0 ? 0 : 1
}

function lineOf({ victim, accepted, refused, whole, cutOff }: Omit<Round, 'traces'>): string {
  return `${victim} killed: ${accepted} accepted, ${refused} refused; ${whole} traces whole, ${cutOff} cut off`
}

function countOf(option: 'rounds' | 'seed'): number {
  const text = values[option]
  if (/^\d{1,10}$/.test(text) && Number(text) > 0) return Number(text)
  console.error(`--${option}: expected a whole number above 0, got "${text}"\n\n${usage}`)
  process.exit(1)
}
