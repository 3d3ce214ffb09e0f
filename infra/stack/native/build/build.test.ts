// A shell script takes the place of `go`. These tests are about when it builds, and which files
// stay.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { builtComponent } from '../programs/components.ts'
import { builtPath } from '../programs/find-binary.ts'
import { writeProgram } from '../programs/write-program.ts'
import { type BuildOptions, buildComponents } from './build.ts'

const jaeger = builtComponent('jaeger')
const tools = process.env.PATH ?? ''

/** Its last arguments are `-o <file> <package>`. */
const takesOutput = 'while [ "$1" != -o ]; do shift; done; out=$2'

interface World extends Required<Omit<BuildOptions, 'signal'>> {
  said: string[]
  /** The environment that the build got. */
  told: () => string
}

async function withGo<T>(script: string, fn: (world: World) => Promise<T>): Promise<T> {
  return withFolder((dir) => {
    const bin = join(dir, 'bin')
    const told = join(dir, 'told')
    mkdirSync(bin)
    writeProgram(
      join(bin, 'go'),
      `[ "$1" = env ] && { echo go1.26.8; exit; }\nenv > '${told}'\n${script}`,
    )
    const said: string[] = []
    return fn({
      env: { PATH: `${bin}:${tools}`, DATABASE_URL: 'postgres://secret@there' },
      say: (line) => said.push(line),
      folder: join(dir, 'built'),
      said,
      told: () => readFileSync(told, 'utf8'),
    })
  })
}

test('a build is there under its name when it is whole, and says how long it took', () =>
  withGo(`${takesOutput}; echo built > "$out"; chmod +x "$out"; echo pkg >&2`, async (world) => {
    const paths = await buildComponents([jaeger], world)

    expect(paths).toEqual([builtPath(jaeger, world.folder)])
    expect(readdirSync(world.folder).sort()).toEqual(['jaeger-2.13.0', 'lock'])
    expect(world.said).toEqual([
      'building jaeger 2.13.0 with Go 1.26.8, the first time only: about 5 min on two cores',
      expect.stringMatching(/^built jaeger 2\.13\.0 in \d+ s$/),
    ])
  }))

test("a build is told nothing of the caller's secrets, and may change no pinned module", () =>
  withGo(`${takesOutput}; echo built > "$out"; chmod +x "$out"`, async (world) => {
    await buildComponents([jaeger], world)

    expect(world.told()).not.toContain('secret')
    expect(world.told()).toMatch(/^GOFLAGS=-mod=readonly /m)
    expect(world.told()).toMatch(/^GOTOOLCHAIN=local$/m)
  }))

test('a failed build says in its own words why, and leaves nothing', () =>
  withGo(`${takesOutput}; echo half > "$out"; echo no network >&2; exit 3`, async (world) => {
    const build = buildComponents([jaeger], world)

    await expect(build).rejects.toThrow('go build of jaeger ended with code 3:\nno network')
    expect(readdirSync(world.folder)).toEqual(['lock'])
  }))

test('an interrupted build leaves nothing', () =>
  withGo(`${takesOutput}; echo half > "$out"; echo begun >&2; exec sleep 600`, async (world) => {
    mkdirSync(world.folder)
    const abort = new AbortController()
    const half = `${builtPath(jaeger, world.folder)}.half`
    const build = buildComponents([jaeger], { ...world, signal: abort.signal })
    const refused = expect(build).rejects.toThrow('enough')
    await expect.poll(() => existsSync(half)).toBe(true)

    abort.abort(new Error('enough'))

    await refused
    expect(readdirSync(world.folder)).toEqual(['lock'])
  }))

test('what a killed build left is removed by the next one', () =>
  withGo(`${takesOutput}; echo built > "$out"; chmod +x "$out"`, async (world) => {
    mkdirSync(world.folder)
    writeFileSync(join(world.folder, 'prometheus-3.16.0.half'), '')

    await buildComponents([jaeger], world)

    expect(readdirSync(world.folder).sort()).toEqual(['jaeger-2.13.0', 'lock'])
  }))

test('of two builds at once one builds, and the other takes what that built', () =>
  withGo(`${takesOutput}; echo built > "$out"; chmod +x "$out"`, async (world) => {
    const both = await Promise.all([1, 2].map(() => buildComponents([jaeger], world)))

    const path = builtPath(jaeger, world.folder)
    expect(both).toEqual([[path], [path]])
    expect(world.said.filter((line) => line.startsWith('building jaeger'))).toHaveLength(1)
    expect(world.said).toContain('another process is building already, waiting for it')
  }))

test('without Go it says which, where to get it, and the other way', () =>
  withFolder(async (folder) => {
    const build = buildComponents([jaeger], { env: { PATH: folder }, say: () => {}, folder })

    await expect(build).rejects.toThrow(
      /^expected Go 1\.24\.6 or newer to build jaeger, found none on PATH\.\n.*go\.dev.*pnpm stack/,
    )
  }))
