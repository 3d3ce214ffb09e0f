import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { builtComponent, foundComponent } from './components.ts'
import { builtPath, findBinary } from './find-binary.ts'
import { writeProgram } from './write-program.ts'

const loki = foundComponent('loki')
const prometheus = builtComponent('prometheus')

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
    const find = (env: NodeJS.ProcessEnv) => findBinary(prometheus, { env, builtIn })
    writeProgram(builtPath(prometheus, builtIn), '')
    const built = await find({ PATH: onPath })
    writeProgram(join(onPath, 'prometheus'), 'echo "prometheus, version 3.4.0"')
    const path = await find({ PATH: onPath })
    writeProgram(join(given, 'prometheus'), '')
    const named = await find({ PATH: onPath, ONETRACE_STACK_BIN: given })

    expect([built, path, named]).toEqual([
      builtPath(prometheus, builtIn),
      join(onPath, 'prometheus'),
      join(given, 'prometheus'),
    ])
  }))

test('what a build has not finished is not taken, nor what nobody builds', () =>
  withPlaces(async ({ onPath, builtIn }) => {
    const env = { PATH: onPath }
    writeProgram(`${builtPath(prometheus, builtIn)}.half`, '')
    writeProgram(builtPath(loki, builtIn), '')

    expect(await findBinary(prometheus, { env, builtIn })).toBeUndefined()
    expect(await findBinary(loki, { env, builtIn })).toBeUndefined()
  }))
