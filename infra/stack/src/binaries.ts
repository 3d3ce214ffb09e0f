import { statSync } from 'node:fs'
import { buildComponents } from './build.ts'
import { type ComponentName, componentOf } from './components.ts'
import { findBinary } from './find-binary.ts'

export interface BinariesOptions {
  env?: NodeJS.ProcessEnv
  /** Progress of a build, a line at a time. */
  say?: (line: string) => void
  signal?: AbortSignal | undefined
}

/** What a fleet runs on; `logcli` and `promtool` are for tests and checks. */
export const serverNames = ['jaeger', 'loki', 'promtail', 'prometheus'] as const

/**
 * Paths of these programs; what is not there is built, which takes minutes.
 *
 * @throws {GoMissingError} when something has to be built and cannot be
 */
export async function binariesOf<Name extends ComponentName>(
  names: readonly Name[],
  { env = process.env, say = () => {}, signal }: BinariesOptions = {},
): Promise<Record<Name, string>> {
  const given = givenFolder(env)
  const paths = new Map<ComponentName, string>()
  for (const name of names) {
    const path = await findBinary(componentOf(name), { env })
    if (path) paths.set(name, path)
  }
  const missing = names.filter((name) => !paths.has(name)).map(componentOf)
  // Else a build of minutes begins, and nobody knows why.
  for (const { name } of given ? missing : []) say(`ONETRACE_STACK_BIN=${given} has no ${name}`)
  const built = missing.length > 0 ? await buildComponents(missing, { env, say, signal }) : []
  for (const [index, { name }] of missing.entries()) paths.set(name, built[index] ?? '')
  return Object.fromEntries(paths) as Record<Name, string>
}

function givenFolder({ ONETRACE_STACK_BIN: given }: NodeJS.ProcessEnv): string | undefined {
  if (given && !statSync(given, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`expected ONETRACE_STACK_BIN to name a folder, got ${given}, which is none`)
  }
  return given
}
