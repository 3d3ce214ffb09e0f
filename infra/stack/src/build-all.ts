// `pnpm -C infra/stack run build:native`: builds whatever of the stack is not there yet.
// Exit code 3 says that this machine cannot, having no Go.
import { binariesOf } from './binaries.ts'
import { componentNames } from './components.ts'
import { GoMissingError } from './go-toolchain.ts'

try {
  const paths = await binariesOf(componentNames, { say: console.log })
  for (const [name, path] of Object.entries(paths)) console.log(`${name.padEnd(10)} ${path}`)
} catch (err) {
  console.error(err instanceof Error ? err.message : err)
  process.exitCode = err instanceof GoMissingError ? 3 : 1
}
