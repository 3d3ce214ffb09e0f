// `pnpm -C infra/stack run build:native` builds the programs of the stack that Go may build and
// that are not there yet, and says which of the other programs are there. Exit code 3 means that
// there is no Go.
import { builtBinaries, foundBinaries } from '../programs/binaries.ts'
import { builtNames, foundNames } from '../programs/components.ts'
import { realLoki, standInLine } from '../programs/real-loki.ts'
import { GoMissingError } from './go-toolchain.ts'

try {
  const built = await builtBinaries(builtNames, { say: console.log })
  const found = await foundBinaries(foundNames)
  for (const [name, path] of Object.entries({ ...built, ...found })) {
    console.log(`${name.padEnd(10)} ${path}`)
  }
  const loki = await realLoki()
  if ('missing' in loki) console.log(standInLine(loki.missing))
  if (!found.logcli) console.log('logcli     is not here: nothing builds it, see the README')
} catch (err) {
  console.error(err instanceof Error ? err.message : err)
  process.exitCode = err instanceof GoMissingError ? 3 : 1
}
