import type { Database, Query } from '@onetrace/service'
import { type Carrier, carrierNames, type Message, type NewMessage } from './message.ts'

export type OutboxStore = ReturnType<typeof createOutboxStore>

/** A message is settled by who took it last: the attempt's number tells it from who was too late. */
export type Taken = Pick<Message, 'id' | 'attempt'>

/** Any number that no other pair of advisory lock keys in this database begins with. */
const orderLock = 4711

/**
 * The lock makes positions of one key follow the order of the commits: without it a transaction
 * that has its position already could commit after a later one was delivered.
 */
export async function insertMessage(
  query: Query,
  { topic, key, payload, carrier }: NewMessage & { carrier: Carrier },
): Promise<string> {
  const [row] = await query<{ id: string }>(
    `insert into outbox (topic, key, payload, traceparent, tracestate, baggage)
     select $1, $2, $3, $4, $5, $6 from pg_advisory_xact_lock(${orderLock}, hashtext($2))
     returning id`,
    [topic, key, payload, ...carrierNames.map((name) => carrier[name])],
  )
  if (!row) throw new Error('insert into outbox returned no row')
  return row.id
}

/** Every other SQL statement of the outbox. */
export function createOutboxStore(database: Database) {
  return {
    take: (options: TakeOptions) => take(database.query, options),

    async remove(taken: readonly Taken[]): Promise<void> {
      await database.query(
        `delete from outbox using unnest($1::uuid[], $2::integer[]) as taken (id, attempt)
         where outbox.id = taken.id and outbox.attempts = taken.attempt`,
        [taken.map(({ id }) => id), taken.map(({ attempt }) => attempt)],
      )
    },

    async postpone({ id, attempt }: Taken, retry: { delayMs: number; error: string }) {
      await database.query(
        `update outbox set due_at = now() + $3 * interval '1 millisecond', last_error = $4
         where id = $1 and attempts = $2 and dead_at is null`,
        [id, attempt, retry.delayMs, retry.error],
      )
    },

    async giveUp({ id, attempt }: Taken, error: string): Promise<void> {
      await database.query(
        `update outbox set dead_at = now(), last_error = $3
         where id = $1 and attempts = $2 and dead_at is null`,
        [id, attempt, error],
      )
    },

    async state(): Promise<OutboxState> {
      const [row] = await database.query<OutboxState>(
        `select count(*) filter (where dead_at is null)::float8 as pending,
           count(dead_at)::float8 as dead,
           coalesce(extract(epoch from now() - min(created_at) filter (where dead_at is null)), 0)
             ::float8 as "oldestSeconds"
         from outbox`,
      )
      if (!row) throw new Error('an aggregate returned no row')
      return row
    },

    /** Oldest first. */
    deadLetters(): Promise<DeadLetter[]> {
      return database.query<DeadLetter>(
        `select id, topic, key, attempts, dead_at as "deadAt", last_error as "lastError",
           split_part(traceparent, '-', 2) as "traceId"
         from outbox where dead_at is not null order by position`,
      )
    },

    /**
     * All dead letters unless told which; gives those that are to be delivered again. Their context
     * stays: whoever delivers them next goes on with the trace that they come from.
     */
    async replay(ids?: readonly string[]): Promise<string[]> {
      const rows = await database.query<{ id: string }>(
        `with replayed as (
           update outbox set dead_at = null, due_at = now(), attempts_before_replay = attempts
           where dead_at is not null and ($1::uuid[] is null or id = any ($1))
           returning id, position)
         select id, pg_notify('outbox', '') from replayed order by position`,
        [ids],
      )
      return rows.map(({ id }) => id)
    },

    /** What an idle relay asks: one statement, and without parameters, so one line of a log. */
    async whatIsDue(): Promise<Due> {
      const [row] = await database.query<{ now: boolean; nextInMs: number | null }>(
        `select
           exists (select from outbox as candidate where ${isTakable}) as now,
           (select (extract(epoch from min(due_at) - now()) * 1000)::float8
            from outbox where dead_at is null and due_at > now()) as "nextInMs"`,
      )
      return { now: row?.now ?? false, nextInMs: row?.nextInMs ?? undefined }
    },

    /** Of the newest message; 0 without any. */
    async lastPosition(): Promise<number> {
      const [row] = await database.query<{ last: number }>(
        'select coalesce(max(position), 0)::float8 as last from outbox where dead_at is null',
      )
      return row?.last ?? 0
    },

    async isPending(upTo: number): Promise<boolean> {
      const [row] = await database.query<{ pending: boolean }>(
        `select exists (select from outbox where dead_at is null and position <= $1) as pending`,
        [upTo],
      )
      return row?.pending ?? false
    },
  }
}

export interface Due {
  /** Some can be taken. */
  now: boolean
  /** Until the next that waits for its time; undefined when none does. */
  nextInMs: number | undefined
}

export interface OutboxState {
  pending: number
  oldestSeconds: number
  dead: number
}

export interface DeadLetter {
  id: string
  topic: string
  key: string
  attempts: number
  deadAt: Date
  lastError: string | null
  /** Of the span that published it. */
  traceId: string | null
}

export interface TakeOptions {
  limit: number
  /** How long nobody else may take them. */
  leaseMs: number
}

/** It is due, and the first of its key. */
const isTakable = `dead_at is null and due_at <= now() and position = (
  select min(position) from outbox as waiting
  where waiting.key = candidate.key and waiting.dead_at is null)`

interface TakenRow extends Carrier {
  id: string
  position: number
  topic: string
  key: string
  payload: Record<string, unknown>
  attempts: number
  attemptOfRound: number
}

/**
 * The first message of each key that has one due. `skip locked` lets several processes do this at
 * once; materialized, since a subquery with a limit may otherwise be run once for each row.
 */
async function take(query: Query, { limit, leaseMs }: TakeOptions): Promise<Message[]> {
  const rows = await query<TakenRow>(
    `with next as materialized (
       select id from outbox as candidate
       where ${isTakable}
       order by due_at limit $1
       for update skip locked)
     update outbox
     set attempts = attempts + 1, due_at = now() + $2 * interval '1 millisecond'
     from next where outbox.id = next.id
     returning outbox.id, position::float8, topic, key, payload, traceparent, tracestate, baggage,
       attempts, attempts - attempts_before_replay as "attemptOfRound"`,
    [limit, leaseMs],
  )
  return rows.sort((a, b) => a.position - b.position).map(toMessage)
}

function toMessage({ id, topic, key, payload, attempts, attemptOfRound, ...row }: TakenRow) {
  const known = carrierNames.flatMap((name) => (row[name] ? [[name, row[name]]] : []))
  const carrier: Carrier = Object.fromEntries(known)
  return { id, topic, key, payload, carrier, attempt: attempts, attemptOfRound }
}
