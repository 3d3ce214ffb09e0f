import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { guardChild } from './guard.ts'
import { guardOf } from './test-processes.ts'
import { isRunning, until, withFolder } from './test-world.ts'

const guardModule = join(import.meta.dirname, 'guard.ts')

/** A process that guards a group of two, and a folder, and then ends as it is told. */
function guardingProcess(folder: string, ending: string, child = 'sleep 60 & sleep 60') {
  return spawn(
    process.execPath,
    [
      '--input-type=module-typescript',
      '--eval',
      `import { spawn } from 'node:child_process'
       import { guardChild } from ${JSON.stringify(guardModule)}
       const { pid } = spawn('/bin/sh', ['-c', ${JSON.stringify(child)}], { detached: true })
       const guard = guardChild({ pid, group: true, signal: 'SIGTERM', remove: [process.argv[1]] })
       console.log(pid)
       ${ending}`,
      folder,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
}

function firstNumber(process: ReturnType<typeof guardingProcess>): Promise<number> {
  return new Promise((resolve) => process.stdout.once('data', (data) => resolve(Number(data))))
}

test.each([
  ['kills itself', `process.kill(process.pid, 'SIGKILL')`],
  ['exits without a word', 'process.exit(0)'],
  ['throws', `throw new Error('expected in this test')`],
])('a parent that %s takes the group and the folder with it', (_, ending) =>
  withFolder(async (folder) => {
    const scratch = join(folder, 'it is "scratch"')
    mkdirSync(scratch)
    writeFileSync(join(scratch, 'file'), '')

    const group = await firstNumber(guardingProcess(scratch, ending))

    await until('the group is gone', () => !isRunning(-group))
    await until('the folder is gone', () => !existsSync(scratch))
  }),
)

test('a child that ignores the signal is killed', () =>
  withFolder(async (folder) => {
    const stubborn = `trap '' TERM; while :; do sleep 1; done`

    const group = await firstNumber(guardingProcess(folder, 'process.exit(0)', stubborn))

    await until('the group is gone', () => !isRunning(-group))
  }))

test('released, it harms nobody', async () => {
  const child = spawn('sleep', ['60'])
  const guard = guardChild({ pid: child.pid ?? 0, signal: 'SIGTERM' })

  await guard.release()

  expect(isRunning(child.pid ?? 0)).toBe(true)
  expect(() => guardOf(process.pid)).toThrow('found 0')
  child.kill('SIGKILL')
})

test('a guard that is killed is reported, one that is asked nicely stays', async () => {
  const guard = guardChild({ pid: process.pid, signal: 'SIGCONT' })
  const pid = guardOf(process.pid)

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.kill(pid, signal)
  process.kill(pid, 'SIGKILL')

  await guard.lost
  await guard.release()
})
