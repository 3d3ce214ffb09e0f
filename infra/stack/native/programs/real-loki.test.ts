import { join } from 'node:path'
import { withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { realLoki, standInLine } from './real-loki.ts'
import { writeProgram } from './write-program.ts'

const version = (name: string, number: string) => `echo "${name}, version ${number} (branch: x)"`

test('Loki is the real one when Promtail is there, too', () =>
  withFolder(async (dir) => {
    writeProgram(join(dir, 'loki'), version('loki', '3.4.2'))
    writeProgram(join(dir, 'promtail'), version('promtail', '3.6.11'))

    expect(await realLoki({ PATH: dir })).toEqual({
      loki: join(dir, 'loki'),
      promtail: join(dir, 'promtail'),
    })
  }))

test.each([
  ['nothing is there', {}, 'no loki and promtail 3.x'],
  ['Promtail is not', { loki: version('loki', '3.6.7') }, 'no promtail 3.x'],
  [
    "another program has its name, as Debian's",
    { loki: 'echo "loki: linkage analysis"; exit 1', promtail: version('promtail', '3.6.7') },
    'no loki 3.x',
  ],
  [
    'it is of another major version',
    { loki: version('loki', '2.9.0'), promtail: version('promtail', '3.6.7') },
    'no loki 3.x',
  ],
])('the embedded one stands in when %s', (_when, programs, missing) =>
  withFolder(async (dir) => {
    for (const [name, script] of Object.entries(programs)) writeProgram(join(dir, name), script)

    expect(await realLoki({ PATH: `${dir}:/bin` })).toEqual({
      missing: `${missing} on PATH or in ONETRACE_STACK_BIN`,
    })
  }),
)

test('that it stands in is said in one line, with the way to the real one', () => {
  expect(standInLine('no loki 3.x on PATH')).toBe(
    'Loki is the embedded one, which follows the log files: no loki 3.x on PATH. ' +
      'The real ones: https://github.com/grafana/loki/releases, or Docker: pnpm stack',
  )
})
