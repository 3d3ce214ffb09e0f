import { statSync } from 'node:fs'
import { buildComponents } from '../build/build.ts'
import { type BuiltName, builtComponent, type FoundName, foundComponent } from './components.ts'
import { findBinary } from './find-binary.ts'

export interface BinariesOptions {
  env?: NodeJS.ProcessEnv
  /** Progress of a build, a line at a time. */
  say?: (line: string) => void
  signal?: AbortSignal | undefined
}

/**
 * The paths of these programs. A missing one is built, which takes minutes.
 *
 * @throws {GoMissingError} when something has to be built and cannot be
 */
export async function builtBinaries<Name extends BuiltName>(
  names: readonly Name[],
  { env = process.env, say = () => {}, signal }: BinariesOptions = {},
): Promise<Record<Name, string>> {
  const given = givenFolder(env)
  const paths = new Map<BuiltName, string>()
  for (const name of names) {
    const path = await findBinary(builtComponent(name), { env })
    if (path) paths.set(name, path)
  }
  const missing = names.filter((name) => !paths.has(name)).map(builtComponent)
  // Without this line, nobody would know why a build of minutes begins.
  for (const { name } of given ? missing : []) say(`ONETRACE_STACK_BIN=${given} has no ${name}`)
  const built = missing.length > 0 ? await buildComponents(missing, { env, say, signal }) : []
  for (const [index, name] of missing.map(({ name }) => name as BuiltName).entries()) {
    paths.set(name, built[index] ?? '')
  }
  return Object.fromEntries(paths) as Record<Name, string>
}

/** The paths of those programs that exist. */
export async function foundBinaries<Name extends FoundName>(
  names: readonly Name[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Partial<Record<Name, string>>> {
  givenFolder(env)
  const paths: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const path = await findBinary(foundComponent(name), { env })
    if (path) paths[name] = path
  }
  return paths
}

function givenFolder({ ONETRACE_STACK_BIN: given }: NodeJS.ProcessEnv): string | undefined {
  if (given && !statSync(given, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`expected ONETRACE_STACK_BIN to name a folder, got ${given}, which is none`)
  }
  return given
}
