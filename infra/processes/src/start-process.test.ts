import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isRunning } from './signal-process.ts'
import { type ProcessOptions, type RunningProcess, startProcess } from './start-process.ts'
import { guardOf, withFolder } from './testing.ts'

const said: string[] = []

function shell(script: string, more: Partial<ProcessOptions> = {}): RunningProcess {
  said.length = 0
  const args = ['-c', script]
  const onLine = (line: string) => said.push(line)
  return startProcess({ name: 'it', command: '/bin/sh', args, env: {}, onLine, ...more })
}

function untilSaid(word: string): Promise<void> {
  return expect.poll(() => said).toContain(word)
}

test('how it ended comes with its last words, all of them heard', async () => {
  const running = shell('echo first; echo last >&2; exit 3')

  expect(await running.broken).toMatch(/^it ended with code 3\n(first\nlast|last\nfirst)$/)
  expect(await running.ended).toEqual({ ok: false, how: 'ended with code 3' })
  expect(said.sort()).toEqual(['first', 'last'])
})

test('one that cannot be started says so, and may be stopped', async () => {
  const running = shell('', { command: '/no/such/program' })

  expect(await running.broken).toBe('it could not be started: spawn /no/such/program ENOENT')
  await running.stop()
})

test('one that was stopped is not broken', async () => {
  const running = shell('echo up; exec sleep 600')
  await untilSaid('up')

  await running.stop()

  expect(await running.ended).toEqual({ ok: false, how: 'ended by SIGTERM' })
  expect(await Promise.race([running.broken, 'nothing'])).toBe('nothing')
})

test('one that does not heed SIGTERM is killed after its grace', async () => {
  const running = shell("trap '' TERM; echo up; while :; do sleep 0.1; done")
  await untilSaid('up')

  await running.stop(50)

  expect((await running.ended).how).toBe('ended by SIGKILL')
})

test('of a group all end', async () => {
  const running = shell('sleep 600 & echo $!; wait', { group: true })
  await expect.poll(() => said.length).toBe(1)

  await running.stop()

  expect(isRunning(Number(said[0]))).toBe(false)
})

test('its guard is reported when that is ended, and goes with it, as the folder does', () =>
  withFolder(async (folder) => {
    const scratch = join(folder, 'scratch')
    mkdirSync(scratch)
    const running = shell('echo up; exec sleep 600', { guard: { remove: [scratch] } })
    await untilSaid('up')
    process.kill(guardOf(process.pid), 'SIGKILL')

    expect(await running.broken).toBe('the guard of it was ended')

    await running.stop()
    expect(existsSync(scratch)).toBe(false)
    expect(() => guardOf(process.pid)).toThrow('found 0')
  }))
