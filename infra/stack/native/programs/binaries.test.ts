import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { builtBinaries, foundBinaries } from './binaries.ts'
import { writeProgram } from './write-program.ts'

test('ONETRACE_STACK_BIN that names no folder is refused, before anything is built', () =>
  withFolder(async (dir) => {
    const env = { PATH: dir, ONETRACE_STACK_BIN: join(dir, 'mistyped') }
    const refused = `expected ONETRACE_STACK_BIN to name a folder, got ${join(dir, 'mistyped')}, which is none`

    await expect(builtBinaries(['jaeger'], { env })).rejects.toThrow(refused)
    await expect(foundBinaries(['loki'], env)).rejects.toThrow(refused)
  }))

test('a program that the folder of ONETRACE_STACK_BIN lacks is taken from PATH', () =>
  withFolder(async (dir) => {
    const given = join(dir, 'given')
    mkdirSync(given)
    writeProgram(join(given, 'promtail'), 'echo "promtail, version 2.0.0"')
    writeProgram(join(dir, 'loki'), 'echo "loki, version 3.6.7"')
    const env = { PATH: dir, ONETRACE_STACK_BIN: given }

    expect(await foundBinaries(['loki', 'promtail', 'logcli'], env)).toEqual({
      loki: join(dir, 'loki'),
      promtail: join(given, 'promtail'),
    })
  }))
