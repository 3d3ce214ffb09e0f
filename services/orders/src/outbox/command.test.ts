import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { runCommand, usage } from './command.ts'
import { lendOutboxes, type OutboxWorld } from './test-outbox.ts'

const withOutbox = lendOutboxes()

/** Gives the ids of two messages that were given up; a third one waits. */
async function twoDead({ publish, store }: OutboxWorld): Promise<string[]> {
  await publish({ key: 'a', text: 'a1' }, { key: 'b', text: 'b1' }, { key: 'b', text: 'b2' })
  const taken = await store.take({ limit: 2, leaseMs: 60_000 })
  for (const message of taken) await store.giveUp(message, 'users answered 404')
  return taken.map(({ id }) => id)
}

test('without a word it tells the state', () =>
  withOutbox(async (world) => {
    expect(await runCommand([], world.store)).toEqual(['0 waiting', '0 given up'])

    await twoDead(world)

    expect(await runCommand([], world.store)).toEqual([
      expect.stringMatching(/^1 waiting, the oldest for \d\.\d s$/),
      '2 given up',
    ])
  }))

test('dead letters are listed with what happened and where', () =>
  withOutbox(async (world) => {
    expect(await runCommand(['dead'], world.store)).toEqual(['no message was given up'])
    const [a1, b1] = await twoDead(world)
    const traceparent = `00-${'a'.repeat(32)}-${'1'.repeat(16)}-01`
    await world.database.query('update outbox set traceparent = $1 where id = $2', [
      traceparent,
      b1,
    ])

    const lines = await runCommand(['dead'], world.store)

    const time = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`
    const about = `order.placed  given up ${time} after 1 attempts`
    expect(lines).toEqual([
      expect.stringMatching(`^${a1}  ${about}  without a trace  users answered 404$`),
      expect.stringMatching(`^${b1}  ${about}  trace ${'a'.repeat(32)}  users answered 404$`),
    ])
  }))

test('a replay of some leaves the others', () =>
  withOutbox(async (world) => {
    const [a1 = '', b1] = await twoDead(world)

    const lines = await runCommand(['replay', a1.toUpperCase()], world.store)

    expect(lines).toEqual([`${a1}  to be delivered again`])
    expect(await world.store.deadLetters()).toMatchObject([{ id: b1 }])
  }))

test('a replay of all', () =>
  withOutbox(async (world) => {
    const ids = await twoDead(world)

    const lines = await runCommand(['replay', '--all'], world.store)

    expect(lines).toEqual(ids.map((id) => `${id}  to be delivered again`))
    expect(await runCommand(['replay', '--all'], world.store)).toEqual(['no message was given up'])
  }))

test('an id that is no dead letter’s is named, and what was done is said', () =>
  withOutbox(async (world) => {
    const [a1 = ''] = await twoDead(world)
    const unknown = randomUUID()

    const asked = runCommand(['replay', a1, unknown], world.store)

    await expect(asked).rejects.toThrow(
      `no dead letter has the id ${unknown}; to be delivered again: ${a1}`,
    )
  }))

test.each([[['replay']], [['dead', 'x']], [['all']]])('%o is answered with what there is', (args) =>
  withOutbox(async ({ store }) => {
    await expect(async () => runCommand(args, store)).rejects.toThrow(`expected one of\n${usage}`)
  }),
)

test('what is no id is refused', () =>
  withOutbox(async ({ store }) => {
    const asked = runCommand(['replay', '7'], store)

    await expect(asked).rejects.toThrow('expected the ids of messages (UUIDs), got "7"')
  }))

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const run = (args: string[], env: NodeJS.ProcessEnv) =>
  promisify(execFile)(process.execPath, [main, ...args], { env })

test('as a process it prints, and ends', () =>
  withOutbox(async ({ databaseUrl }) => {
    const { stdout, stderr } = await run([], { DATABASE_URL: databaseUrl })

    expect([stdout, stderr]).toEqual(['0 waiting\n0 given up\n', ''])
  }))

test('a wrong word, or no database, is a line and an exit code', () =>
  withOutbox(async ({ databaseUrl }) => {
    await expect(run(['all'], { DATABASE_URL: databaseUrl })).rejects.toMatchObject({
      code: 1,
      stderr: `outbox: expected one of\n${usage}\n`,
    })
    await expect(run([], {})).rejects.toMatchObject({
      code: 1,
      stderr: 'outbox: configuration: DATABASE_URL: expected a URL, but it is not set\n',
    })
  }))
