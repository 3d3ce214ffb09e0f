import { expect, test } from 'vitest'
import { launchers } from './launchers.ts'
import { ancestors, descendants, type Process } from './process-tree.ts'

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

test('descendants leave out what is pruned and all below it', () => {
  const rows = table([2, 1, 'a'], [3, 2, 'watch'], [4, 3, 'leaf'], [5, 2, 'b'])
  const names = (all: Process[]) => all.map(({ command }) => command)

  expect(names(descendants(rows, 1, ({ command }) => command === 'watch'))).toEqual(['a', 'b'])
})
