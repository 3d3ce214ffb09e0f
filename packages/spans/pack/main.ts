/**
 * `pnpm -C packages/span-tree run tarball` calls this with the package's name, and leaves the tarball
 * in the package's own folder.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { makeTarball, packages } from './tarball.ts'

const [name] = process.argv.slice(2)
if (!name) throw new Error('expected the name of a package: node main.ts span-tree')
const scratch = mkdtempSync(join(tmpdir(), `${name}-pack-`))
try {
  const tarball = makeTarball(name, scratch)
  const kept = join(packages, name, basename(tarball))
  copyFileSync(tarball, kept)
  process.stdout.write(`${kept}\n`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
