import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BuiltComponent } from '../programs/components.ts'
import { compareVersions } from '../programs/version.ts'

/** This machine has no Go, or one that is too old. */
export class GoMissingError extends Error {
  override name = 'GoMissingError'
}

/**
 * The environment for Go, with nothing else of the caller's: a build runs no foreign code, but it
 * does not need to know a password either.
 */
export function goEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([key]) =>
    /^(PATH|HOME|TMPDIR|XDG_CACHE_HOME|SSL_CERT_(FILE|DIR)|GO(PROXY|PATH|CACHE|MODCACHE|SUMDB|ROOT)|https?_proxy|no_proxy)$/i.test(
      key,
    ),
  )
  return {
    ...Object.fromEntries(kept),
    // go.mod and go.sum stay as they are committed: a module with another hash is an error.
    GOFLAGS: '-mod=readonly -buildvcs=false -trimpath',
    GOWORK: 'off',
    GOTOOLCHAIN: 'local', // so that it does not download another Go without asking
    CGO_ENABLED: '0', // so that it needs no C compiler, and runs on any Linux
  }
}

/** @throws {GoMissingError} that says what to install, or what to do instead */
export async function expectGo(
  components: BuiltComponent[],
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const wanted = components.map(goVersionOf).sort(compareVersions).at(-1) ?? '0'
  const found = await installedGo(env)
  if (found && compareVersions(found, wanted) >= 0) return found
  const names = components.map(({ name }) => name).join(', ')
  throw new GoMissingError(
    `expected Go ${wanted} or newer to build ${names}, found ${found ? `Go ${found}` : 'none'} on PATH.\n` +
      'Install it from https://go.dev/dl, or put these programs on PATH yourself' +
      ' (ONETRACE_STACK_BIN may name their folder), or use Docker: pnpm stack.',
  )
}

/** The folder with the go.mod and go.sum of a component. */
export function moduleFolder({ build }: BuiltComponent): string {
  return join(import.meta.dirname, build.module)
}

function goVersionOf(component: BuiltComponent): string {
  const file = join(moduleFolder(component), 'go.mod')
  const version = /^go (\S+)$/m.exec(readFileSync(file, 'utf8'))?.[1]
  if (!version) throw new Error(`${file}: expected a line "go <version>"`)
  return version
}

function installedGo(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('go', ['env', 'GOVERSION'], { env: goEnvironment(env) }, (err, stdout) => {
      resolve(err ? undefined : /^go(\d+(?:\.\d+)*)/.exec(stdout)?.[1])
    })
  })
}
