import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { binFolder } from '../folders.ts'
import type { Component } from './components.ts'
import { isSuitable, versionOf } from './version.ts'

export interface FindOptions {
  env: NodeJS.ProcessEnv
  /** Where builds are kept. */
  builtIn?: string
}

/**
 * Finds an existing program: in the folder that ONETRACE_STACK_BIN names, on PATH with a version
 * that our config files are for, or built before.
 */
export async function findBinary(
  component: Component,
  { env, builtIn = binFolder }: FindOptions,
): Promise<string | undefined> {
  const given = env.ONETRACE_STACK_BIN && join(env.ONETRACE_STACK_BIN, component.name)
  if (given && isProgram(given)) return given
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const path = join(folder, component.name)
    // Debian's `loki` is another program, and its `prometheus` has another major version.
    if (folder && isProgram(path) && (await isOurs(path, component))) return path
  }
  const built = component.build && builtPath(component, builtIn)
  return built && isProgram(built) ? built : undefined
}

export function builtPath({ name, version }: Component, builtIn = binFolder): string {
  return join(builtIn, `${name}-${version}`)
}

async function isOurs(path: string, component: Component): Promise<boolean> {
  return isSuitable(await versionOf(path, component), component.version)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
