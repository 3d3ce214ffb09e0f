import { spawn } from 'node:child_process'
import { expect, onTestFinished, test } from 'vitest'
import { launchers, skeleton } from './launchers.ts'
import { ancestors, descendants, processTable } from './process-table.ts'

function table(...rows: [pid: number, parent: number, command: string][]) {
  return new Map(rows.map(([pid, parent, command]) => [pid, { pid, parent, command }]))
}

const me = process.pid

test('the launchers are what stands between the shell and us, as far as a package manager goes', () => {
  const rows = table(
    [10, 1, '-bash'],
    [11, 10, 'npm exec pnpm@12.21.0 dev'],
    [12, 11, "sh -c 'pnpm' dev"],
    [13, 12, '/opt/pnpm dev'],
    [14, 13, 'sh -c node run.mjs dev'],
    [me, 14, 'node run.mjs dev'],
  )

  expect(launchers(rows)).toEqual([14, 13, 12, 11])
})

test('started without one, nobody launched us', () => {
  const rows = table([10, 1, 'bash -c "npx pnpm dev &"'], [me, 10, 'node run.mjs dev'])

  expect(launchers(rows)).toEqual([])
})

test('a table in which parents go round in a circle has an end', () => {
  const rows = table([5, 6, 'a'], [6, 5, 'b'])

  expect(ancestors(rows, 5).length).toBe(50)
})

test('the table has what runs, with its arguments, and no dead process', async () => {
  // The shell becomes `sleep`, which never collects the child that it took over.
  const child = spawn('/bin/sh', ['-c', 'true & exec sleep 600'], { stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  const commands = () => descendants(processTable(), process.pid).map(({ command }) => command)

  await expect.poll(commands).toEqual(['sleep 600'])
})

test('what must stay is between the shell and the services, not a build that is just ending', () => {
  const rows = table(
    [10, 1, '-bash'],
    [13, 10, 'pnpm dev'],
    [14, 13, "sh -c trap '' INT"],
    [15, 13, 'sh -c node run.mjs dev'],
    [me, 15, 'node run.mjs dev'],
    [21, me, 'turbo run dev'],
    [22, 21, '/usr/bin/pnpm run dev'],
    [23, 22, "sh -c trap '' INT"],
    [24, 22, 'sh -c node --watch main.ts'],
    [25, 24, 'node --watch main.ts'],
    [26, 25, 'node main.ts'],
    [31, 21, '/usr/bin/pnpm run build'],
    [32, 31, 'vite build page'],
    [41, me, 'postgres'],
  )

  const found = skeleton(new Set([26]), rows)

  expect(found.sort((a, b) => a - b)).toEqual(
    [13, 14, 15, me, 21, 22, 23, 24, 25].sort((a, b) => a - b),
  )
})
