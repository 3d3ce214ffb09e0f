import { isUuid } from '@onetrace/service'
import type { DeadLetter, OutboxStore } from './outbox-store.ts'

export const usage = `pnpm outbox                     how many messages wait, since when, how many were given up
pnpm outbox dead                the messages that were given up, each with its trace
pnpm outbox replay <id> ...     deliver these again
pnpm outbox replay --all        deliver all of them again`

/** What somebody asked for that there is not; the message is for him. */
export class UsageError extends Error {
  override name = 'UsageError'
}

type Commands = Pick<OutboxStore, 'state' | 'deadLetters' | 'replay'>

/** Gives the lines to be printed. */
export function runCommand(
  [name = 'state', ...args]: string[],
  store: Commands,
): Promise<string[]> {
  if (name === 'state' && args.length === 0) return state(store)
  if (name === 'dead' && args.length === 0) return dead(store)
  if (name === 'replay' && args.length > 0) return replay(args, store)
  throw new UsageError(`expected one of\n${usage}`)
}

async function state(store: Commands): Promise<string[]> {
  const { pending, oldestSeconds, dead } = await store.state()
  const since = pending > 0 ? `, the oldest for ${oldestSeconds.toFixed(1)} s` : ''
  return [`${pending} waiting${since}`, `${dead} given up`]
}

async function dead(store: Commands): Promise<string[]> {
  const letters = await store.deadLetters()
  return letters.length > 0 ? letters.map(lineOf) : ['no message was given up']
}

function lineOf({ id, topic, attempts, deadAt, traceId, lastError }: DeadLetter): string {
  const when = deadAt.toISOString()
  const trace = traceId ? `trace ${traceId}` : 'without a trace'
  return `${id}  ${topic}  given up ${when} after ${attempts} attempts  ${trace}  ${lastError}`
}

async function replay(args: string[], store: Commands): Promise<string[]> {
  const all = args.length === 1 && args[0] === '--all'
  const unfit = all ? undefined : args.find((arg) => !isUuid(arg))
  if (unfit) throw new UsageError(`expected the ids of messages (UUIDs), got "${unfit}"`)
  const replayed = await store.replay(all ? undefined : args)
  const missing = all ? [] : args.filter((id) => !replayed.includes(id.toLowerCase()))
  if (missing.length > 0) {
    const done = replayed.length > 0 ? `; to be delivered again: ${replayed.join(', ')}` : ''
    throw new UsageError(`no dead letter has the id ${missing.join(', ')}${done}`)
  }
  return replayed.length > 0
    ? replayed.map((id) => `${id}  to be delivered again`)
    : ['no message was given up']
}
