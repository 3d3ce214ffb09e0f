import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { binariesOf } from './binaries.ts'
import { writeProgram } from './testing/write-program.ts'

test('ONETRACE_STACK_BIN that names no folder is refused, before anything is built', () =>
  withFolder(async (dir) => {
    const env = { PATH: dir, ONETRACE_STACK_BIN: join(dir, 'mistyped') }

    await expect(binariesOf(['loki'], { env })).rejects.toThrow(
      `expected ONETRACE_STACK_BIN to name a folder, got ${join(dir, 'mistyped')}, which is none`,
    )
  }))

test('a program that the folder of ONETRACE_STACK_BIN lacks is taken from PATH', () =>
  withFolder(async (dir) => {
    const given = join(dir, 'given')
    mkdirSync(given)
    writeProgram(join(given, 'promtail'), '')
    writeProgram(join(dir, 'loki'), 'echo "loki, version 3.6.7"')
    const env = { PATH: dir, ONETRACE_STACK_BIN: given }

    expect(await binariesOf(['loki', 'promtail'], { env })).toEqual({
      loki: join(dir, 'loki'),
      promtail: join(given, 'promtail'),
    })
  }))
