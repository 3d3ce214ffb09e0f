import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Buildah, commitBaseImage } from './base-image.ts'
import {
  answers,
  type Container,
  contextFolder,
  dockerfile,
  type Engine,
  output,
} from './engine.ts'

export const buildahAnswers = () => answers('buildah', ['--version'])

/**
 * Images and containers in a folder of their own, without a daemon, a mount or a namespace
 * (`chroot`), so that it works as root inside of a container too. Its base image holds this
 * machine's Node, since the official one comes from a registry of images.
 */
export function buildahEngine(dir: string): Engine {
  const storage = ['--root', join(dir, 'storage'), '--runroot', join(dir, 'run')]
  // With TMPDIR, the caches of RUN's cache mounts are removed with the rest.
  const env = { ...process.env, STORAGE_DRIVER: 'vfs', BUILDAH_ISOLATION: 'chroot', TMPDIR: dir }
  const buildah: Buildah = (args) => output('buildah', [...storage, ...args], env)
  const baseImage = commitBaseImage(buildah)

  function run(image: string, variables: Record<string, string>): Container {
    const { Cmd, Healthcheck } = JSON.parse(buildah(['inspect', '--type', 'image', image])).Docker
      .config
    const id = buildah(['from', '--pull-never', image])
    const flags = Object.entries(variables).flatMap(([name, value]) => [
      '--env',
      `${name}=${value}`,
    ])
    const inContainer = (command: readonly string[]) => [
      ...storage,
      'run',
      ...flags,
      id,
      '--',
      ...command,
    ]
    const process = spawn('buildah', inContainer(Cmd), { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    for (const stream of [process.stdout, process.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
      })
    }
    const exited = new Promise<number | null>((resolve) => process.once('exit', resolve))
    return {
      healthcheck: Healthcheck.Test.slice(1),
      exec(command) {
        const result = spawnSync('buildah', inContainer(command), { env, encoding: 'utf8' })
        return { status: result.status, text: result.stdout + result.stderr }
      },
      terminate() {
        // It goes to the process itself, since buildah would turn it into a SIGKILL.
        if (process.pid) globalThis.process.kill(innermost(process.pid), 'SIGTERM')
        return exited
      },
      logs: () => text,
      remove() {
        process.kill('SIGKILL')
        buildah(['rm', id])
      },
    }
  }

  return {
    name: 'buildah',
    build(service) {
      const image = `localhost/onetrace-test/${service}`
      const args = ['--build-arg', `SERVICE=${service}`, '--build-arg', `BASE_IMAGE=${baseImage}`]
      // It is Docker's format, because the other one has no HEALTHCHECK.
      buildah([
        'build',
        '--format',
        'docker',
        '--file',
        dockerfile,
        '--tag',
        image,
        ...args,
        contextFolder,
      ])
      return image
    },
    run,
  }
}

/** The process at the end of a chain of parents. */
function innermost(pid: number): number {
  const folder = `/proc/${pid}/task`
  // A child is listed with the thread that started it.
  const [child] = readdirSync(folder)
    .map((thread) => readFileSync(`${folder}/${thread}/children`, 'utf8').trim())
    .filter(Boolean)
  return child ? innermost(Number(child.split(' ')[0])) : pid
}
