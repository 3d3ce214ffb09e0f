import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { lock, startProcess } from '@onetrace/processes'
import { binFolder } from '../folders.ts'
import type { BuiltComponent } from '../programs/components.ts'
import { builtPath, findBinary } from '../programs/find-binary.ts'
import { expectGo, goEnvironment, moduleFolder } from './go-toolchain.ts'

export interface BuildOptions {
  env: NodeJS.ProcessEnv
  /** One line of progress for a person. */
  say: (line: string) => void
  signal?: AbortSignal | undefined
  folder?: string
}

const sayEveryMs = 15_000

/**
 * Builds one after the other, since each build uses all cores. Gives their paths in the same order.
 */
export async function buildComponents(
  components: BuiltComponent[],
  options: BuildOptions,
): Promise<string[]> {
  const { env, say, signal, folder = binFolder } = options
  const go = await expectGo(components, env)
  mkdirSync(folder, { recursive: true })
  const onWait = () => say('another process is building already, waiting for it')
  const { release } = await lock(join(folder, 'lock'), { onWait, signal })
  try {
    removeHalves(folder)
    const paths: string[] = []
    for (const component of components) {
      // The process that held the lock before may have built it.
      const found = await findBinary(component, { env, builtIn: folder })
      paths.push(found ?? (await build(component, { ...options, folder, go })))
    }
    return paths
  } finally {
    release()
  }
}

/**
 * Removes files of a build that was killed. We hold the lock, so no other build is writing them.
 */
function removeHalves(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.half')) rmSync(join(folder, name), { force: true })
  }
}

async function build(
  component: BuiltComponent,
  options: BuildOptions & { folder: string; go: string },
): Promise<string> {
  const { say, folder, go } = options
  const { name, version } = component
  const { usualMinutes } = component.build
  const path = builtPath(component, folder)
  const half = `${path}.half`
  const usual = `about ${usualMinutes} min on two cores`
  say(`building ${name} ${version} with Go ${go}, the first time only: ${usual}`)
  const started = performance.now()
  const elapsed = () => duration(performance.now() - started)
  let packages = 0
  const timer = setInterval(
    () => say(`building ${name}: ${packages} packages, ${elapsed()}`),
    sayEveryMs,
  )
  try {
    await runGo(buildArguments(component, half), {
      ...options,
      component,
      onLine: () => {
        packages += 1
      },
    })
    // It gets its final name only when it is complete.
    renameSync(half, path)
  } finally {
    clearInterval(timer)
    rmSync(half, { force: true })
  }
  say(`built ${name} ${version} in ${elapsed()}`)
  return path
}

function buildArguments({ version, build }: BuiltComponent, output: string): string[] {
  const { main, tags, versionVariable } = build
  return [
    'build',
    '-v', // a line for each package
    ...(tags ? ['-tags', tags] : []),
    '-ldflags',
    `-s -w -X ${versionVariable}=${version}`,
    '-o',
    output,
    main,
  ]
}

interface RunGo extends BuildOptions {
  component: BuiltComponent
  onLine: () => void
}

/** Runs Go. It ends with its compilers when it is aborted, or when this process is gone. */
async function runGo(args: string[], { component, env, signal, onLine }: RunGo): Promise<void> {
  signal?.throwIfAborted()
  const go = startProcess({
    name: `go build of ${component.name}`,
    command: 'go',
    args,
    cwd: moduleFolder(component),
    env: goEnvironment(env),
    onLine,
    group: true,
    guard: {},
  })
  const abort = () => go.kill('SIGTERM')
  signal?.addEventListener('abort', abort, { once: true })
  const { ok, how } = await go.ended
  signal?.removeEventListener('abort', abort)
  signal?.throwIfAborted()
  if (!ok) throw new Error(`${go.name} ${how}:\n${go.tail()}`)
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`
}
