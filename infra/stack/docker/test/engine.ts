import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * What builds an image and runs it: Docker where it answers, else buildah, which needs no daemon.
 */
export interface Engine {
  name: string
  build: (service: string) => string
  /** Runs the image's own command on this machine's network. */
  run: (image: string, env: Record<string, string>) => Container
}

export interface Container {
  /** Runs a command of the image as its user, beside its process, and gives what it prints. */
  exec: (command: readonly string[]) => { status: number | null; text: string }
  /** The command of the image's HEALTHCHECK. */
  healthcheck: readonly string[]
  /** Sends SIGTERM to the process, and gives its exit code. */
  terminate: () => Promise<number | null>
  /** What it printed. */
  logs: () => string
  remove: () => void
}

export const contextFolder = fileURLToPath(new URL('../../../../', import.meta.url))
export const dockerfile = fileURLToPath(new URL('../Dockerfile', import.meta.url))

export function output(command: string, args: readonly string[], env = process.env): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    env,
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status === 0) return stdout.trim()
  throw new Error(`${command} ${args.join(' ')}: ${error ?? `exit ${status}`}\n${stdout}${stderr}`)
}

/** Whether a command ends well; false where it does not exist. */
export function answers(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}
