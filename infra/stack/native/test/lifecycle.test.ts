import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { isRunning } from '@onetrace/processes'
import { expect, test } from 'vitest'
import { serverNames } from './server-names.ts'
import { startTestStack } from './test-stack.ts'

test('kill -9 of the starter leaves no program behind', async () => {
  const child = spawn(process.execPath, [`${import.meta.dirname}/starter.ts`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { value } = await createInterface(child.stdout)[Symbol.asyncIterator]().next()
  const { pids, dir } = JSON.parse(value ?? '')
  try {
    expect(Object.values(pids).map((pid) => isRunning(Number(pid)))).toEqual(
      serverNames.map(() => true),
    )

    child.kill('SIGKILL')

    const running = () => Object.values(pids).filter((pid) => isRunning(Number(pid)))
    await expect.poll(running).toEqual([])
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

test.each(serverNames)('kill -9 of %s is said, and stopping ends the others', async (name) => {
  await using stack = await startTestStack()
  const { pids } = stack

  process.kill(pids[name] ?? 0, 'SIGKILL')

  expect(await stack.broken).toContain(`${name} ended by SIGKILL`)
  await stack.stop()
  expect(Object.values(pids).filter(isRunning)).toEqual([])
})

test('a stack that is stopped leaves no program', async () => {
  await using stack = await startTestStack()
  const { pids } = stack

  await stack.stop()

  expect(Object.values(pids).filter(isRunning)).toEqual([])
})
