import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { componentOf } from './components.ts'
import { builtPath, findBinary } from './find-binary.ts'
import { writeProgram } from './testing/write-program.ts'

const loki = componentOf('loki')

interface Places {
  given: string
  onPath: string
  builtIn: string
}

function withPlaces<T>(fn: (places: Places) => Promise<T>): Promise<T> {
  return withFolder((dir) => {
    const [given, onPath, builtIn] = ['given', 'path', 'built'].map((name) => join(dir, name))
    if (!given || !onPath || !builtIn) throw new Error('expected three folders')
    for (const folder of [given, onPath, builtIn]) mkdirSync(folder)
    return fn({ given, onPath, builtIn })
  })
}

test('a program on PATH is taken when its version is one that the config files are for', () =>
  withPlaces(async ({ onPath, builtIn }) => {
    writeProgram(join(onPath, 'loki'), 'echo "loki, version 3.4.2 (branch: x)"')

    const found = await findBinary(loki, { env: { PATH: onPath }, builtIn })

    expect(found).toBe(join(onPath, 'loki'))
  }))

test('another major version and another program of that name are passed over', () =>
  withPlaces(async ({ given, onPath, builtIn }) => {
    writeProgram(join(given, 'loki'), 'echo "loki, version 2.9.0"')
    writeProgram(join(onPath, 'loki'), 'echo "a genetics program"; exit 1')

    const found = await findBinary(loki, { env: { PATH: `${given}:${onPath}` }, builtIn })

    expect(found).toBeUndefined()
  }))

test('ONETRACE_STACK_BIN comes before PATH, PATH before what was built', () =>
  withPlaces(async ({ given, onPath, builtIn }) => {
    writeProgram(builtPath(loki, builtIn), '')
    const built = await findBinary(loki, { env: { PATH: onPath }, builtIn })
    writeProgram(join(onPath, 'loki'), 'echo "loki, version 3.6.7"')
    const path = await findBinary(loki, { env: { PATH: onPath }, builtIn })
    writeProgram(join(given, 'loki'), '')
    const named = await findBinary(loki, {
      env: { PATH: onPath, ONETRACE_STACK_BIN: given },
      builtIn,
    })

    expect([built, path, named]).toEqual([
      builtPath(loki, builtIn),
      join(onPath, 'loki'),
      join(given, 'loki'),
    ])
  }))

test('what a build has not finished is not taken', () =>
  withPlaces(async ({ onPath, builtIn }) => {
    writeProgram(`${builtPath(loki, builtIn)}.half`, '')

    expect(await findBinary(loki, { env: { PATH: onPath }, builtIn })).toBeUndefined()
  }))
