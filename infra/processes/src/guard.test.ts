import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { guardChild } from './guard.ts'
import { isRunning } from './signal-process.ts'
import { guardOf, withFolder } from './testing.ts'
import { until } from './until.ts'

const gone = (what: string, isGone: () => boolean) =>
  until(() => expect(isGone()).toBe(true), { what: `${what} to be gone`, deadlineMs: 120_000 })

/** A process that guards a group of two, and a folder, and then ends in this way. */
async function guardedGroup(folder: string, ending: string, trap = ''): Promise<number[]> {
  const group = `${trap} sleep 600 & echo $$ $!; wait`
  const program = `
    import { spawn } from 'node:child_process'
    import { guardChild } from ${JSON.stringify(join(import.meta.dirname, 'guard.ts'))}
    const child = spawn('/bin/sh', ['-c', ${JSON.stringify(group)}], { detached: true })
    guardChild({ pid: child.pid, group: true, signal: 'SIGTERM', remove: [process.argv[1]] })
    child.stdout.once('data', (pids) => {
      process.stdout.write(pids)
      ${ending}
    })`
  const flags = ['--input-type=module-typescript', '--eval', program, folder]
  const guarding = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'ignore'] })
  const pids = await new Promise((said) => guarding.stdout.once('data', said))
  return String(pids).trim().split(' ').map(Number)
}

test.each([
  ['kills itself', `process.kill(process.pid, 'SIGKILL')`],
  ['exits without a word', 'process.exit(0)'],
  ['throws', `throw new Error('unheard')`],
])('a parent that %s takes the group and the folder with it', (_, ending) =>
  withFolder(async (folder) => {
    const scratch = join(folder, 'it is "scratch"')
    mkdirSync(scratch)
    writeFileSync(join(scratch, 'file'), '')

    const group = await guardedGroup(scratch, ending)

    expect(group).toHaveLength(2)
    await gone('the group', () => !group.some(isRunning))
    await gone('the folder', () => !existsSync(scratch))
  }),
)

test('a group that ignores the signal is killed', () =>
  withFolder(async (folder) => {
    const group = await guardedGroup(folder, 'process.exit(0)', `trap '' TERM;`)

    await gone('the group', () => !group.some(isRunning))
  }))

test('released, it harms nobody', async () => {
  const child = spawn('sleep', ['600'])
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
