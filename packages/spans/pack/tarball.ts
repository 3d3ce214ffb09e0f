import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.ts'

export const packages = join(import.meta.dirname, '../..')
const scope = '@onetrace/'

/**
 * One tarball of a package of this folder that installs anywhere: what `pnpm pack` makes of it, and
 * in it, as bundled dependencies, what that makes of the packages of ours below it. So it needs no
 * registry that has them.
 */
export function makeTarball(name: string, scratch: string): string {
  const own = unpack(name, scratch)
  const bundled = [...oursBelow(name)]
  const folders = bundled.map((below) => {
    const target = join(own, 'node_modules', scope + below)
    mkdirSync(target, { recursive: true })
    cpSync(unpack(below, scratch), target, { recursive: true })
    return target
  })
  bundle(own, { bundled, folders })
  run(own, 'npm', 'pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', scratch)
  return tarballIn(scratch)
}

/** What a package's own tarball holds. */
function unpack(name: string, scratch: string): string {
  const folder = join(scratch, name)
  mkdirSync(folder)
  run(join(packages, name), 'pnpm', 'pack', '--pack-destination', folder)
  run(folder, 'tar', 'xzf', tarballIn(folder))
  renameSync(join(folder, 'package'), join(folder, 'unpacked'))
  return join(folder, 'unpacked')
}

function oursBelow(name: string, found = new Set<string>()): Set<string> {
  const { dependencies = {} } = readManifest(join(packages, name, 'package.json'))
  for (const dependency of Object.keys(dependencies)) {
    const below = dependency.startsWith(scope) ? dependency.slice(scope.length) : undefined
    if (below === undefined || found.has(below)) continue
    found.add(below)
    oursBelow(below, found)
  }
  return found
}

function tarballIn(folder: string): string {
  const [name, ...others] = readdirSync(folder).filter((file) => file.endsWith('.tgz'))
  if (!name || others.length > 0) throw new Error(`expected one tarball in ${folder}`)
  return join(folder, name)
}

interface Bundled {
  bundled: string[]
  /** Where they are now. */
  folders: string[]
}

/** What bundled packages depend on, npm installs only where the package itself asks for it. */
function bundle(own: string, { bundled, folders }: Bundled): void {
  const file = join(own, 'package.json')
  const manifest = readManifest(file)
  const needed = folders.map((folder) => readManifest(join(folder, 'package.json')).dependencies)
  const dependencies = Object.assign({}, ...needed, manifest.dependencies)
  const bundleDependencies = bundled.map((name) => scope + name)
  const whole = { ...manifest, dependencies, bundleDependencies }
  writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`)
}

function readManifest(file: string): { dependencies?: Record<string, string> } {
  return JSON.parse(readFileSync(file, 'utf8'))
}
