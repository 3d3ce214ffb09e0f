/** `pnpm -C packages/telemetry-backend run tarball`: leaves it in the folder of the package. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { makeTarball } from '../../spans/pack/tarball.ts'

const scratch = mkdtempSync(join(tmpdir(), 'telemetry-backend-pack-'))
try {
  const tarball = makeTarball('telemetry-backend', scratch)
  const kept = join(import.meta.dirname, '..', basename(tarball))
  copyFileSync(tarball, kept)
  process.stdout.write(`${kept}\n`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
