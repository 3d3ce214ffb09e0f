import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { type LifelineServer, lifelineImport, startLifelineServer } from './lifeline-server.ts'
import { until } from './until.ts'

/** A process that is connected to the server, and has run this code. */
async function startHeld(server: LifelineServer, code: string): Promise<ChildProcess> {
  const program = `${code}; process.stdout.write('up')`
  const child = spawn(process.execPath, ['--import', lifelineImport, '--eval', program], {
    env: { ...process.env, ...server.env, NODE_OPTIONS: '' },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  await once(child.stdout, 'data')
  const isHeld = () => expect(server.held.has(child.pid ?? 0)).toBe(true)
  await until(isHeld, { what: 'the process to be held', deadlineMs: 120_000 })
  return child
}

const runForever = 'setInterval(() => {}, 1000)'

test('a process ends when its starter is gone', async () => {
  const server = await startLifelineServer()
  const child = await startHeld(server, runForever)

  server.cut()

  expect(await once(child, 'exit')).toEqual([null, 'SIGTERM'])
})

test('one that does not heed SIGTERM ends all the same', async () => {
  const server = await startLifelineServer()
  const child = await startHeld(server, `process.on('SIGTERM', () => {}); ${runForever}`)

  server.cut()

  expect(await once(child, 'exit')).toEqual([1, null])
})

test('a process that was killed is reported, one that ended by itself is not', async () => {
  const server = await startLifelineServer()
  const ended = await startHeld(server, `process.stdin.once('data', () => process.exit(3))`)
  ended.stdin?.write('end')
  await once(ended, 'exit')
  const killed = await startHeld(server, runForever)

  killed.kill('SIGKILL')

  expect(await server.lost).toBe(killed.pid)
  server.cut()
})

test('one that is killed on purpose is not, and later ones are', async () => {
  const server = await startLifelineServer()
  const [first, second] = [await startHeld(server, runForever), await startHeld(server, runForever)]

  server.expectKill(first.pid ?? 0)
  first.kill('SIGKILL')
  await until(() => expect(server.held.has(first.pid ?? 0)).toBe(false), {
    what: 'its line to be closed',
    deadlineMs: 120_000,
  })
  second.kill('SIGKILL')

  expect(await server.lost).toBe(second.pid)
  server.cut()
})

test('a stranger on the port is not held', async () => {
  const server = await startLifelineServer()
  const [port] = server.env.ONETRACE_LIFELINE.split(':')
  const env = { ...process.env, ONETRACE_LIFELINE: `${port}:guessed`, NODE_OPTIONS: '' }

  const child = spawn(process.execPath, ['--import', lifelineImport, '--eval', runForever], { env })

  expect(await once(child, 'exit')).toEqual([null, 'SIGTERM'])
  expect(server.held.size).toBe(0)
  server.cut()
})
