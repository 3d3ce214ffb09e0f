import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../span-tree/pack/run.ts'

const packageFolder = join(import.meta.dirname, '..')
const spanTreeFolder = join(packageFolder, '../span-tree')
const spanTree = '@onetrace/span-tree'

/**
 * One tarball that runs anywhere: what `pnpm pack` makes of the package, and in it, as a bundled
 * dependency, what it makes of span-tree. So it needs no registry that has both.
 */
export function pack(scratch: string): string {
  const own = unpacked(scratch, 'backend', packageFolder)
  const bundled = unpacked(scratch, 'span-tree', spanTreeFolder)
  const target = join(own, 'node_modules', spanTree)
  mkdirSync(target, { recursive: true })
  cpSync(bundled, target, { recursive: true })
  bundle(join(own, 'package.json'))
  run(own, 'npm', 'pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', scratch)
  return tarballIn(scratch)
}

/** What a package's own tarball holds. */
function unpacked(scratch: string, name: string, source: string): string {
  const folder = join(scratch, name)
  mkdirSync(folder)
  run(source, 'pnpm', 'pack', '--pack-destination', folder)
  run(folder, 'tar', 'xzf', tarballIn(folder))
  renameSync(join(folder, 'package'), join(folder, 'unpacked'))
  return join(folder, 'unpacked')
}

function tarballIn(folder: string): string {
  const [name, ...others] = readdirSync(folder).filter((file) => file.endsWith('.tgz'))
  if (!name || others.length > 0) throw new Error(`expected one tarball in ${folder}`)
  return join(folder, name)
}

function bundle(manifestFile: string): void {
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'))
  const bundled = { ...manifest, bundleDependencies: [spanTree] }
  writeFileSync(manifestFile, `${JSON.stringify(bundled, null, 2)}\n`)
}
