import { spawnSync } from 'node:child_process'
import {
  answers,
  type Container,
  contextFolder,
  dockerfile,
  type Engine,
  output,
} from './engine.ts'

export const dockerAnswers = () => answers('docker', ['info'])

export function dockerEngine(baseImage: string): Engine {
  return {
    name: 'docker',
    build(service) {
      const image = `onetrace-test/${service}`
      const args = ['--build-arg', `SERVICE=${service}`, '--build-arg', `BASE_IMAGE=${baseImage}`]
      output('docker', ['build', '--file', dockerfile, '--tag', image, ...args, contextFolder])
      return image
    },
    run: runContainer,
  }
}

function runContainer(image: string, env: Record<string, string>): Container {
  const variables = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`])
  const flags = ['--detach', '--init', '--read-only', '--network', 'host', ...variables]
  const id = output('docker', ['run', ...flags, image])
  const inspected = (format: string) => output('docker', ['inspect', '--format', format, id])
  return {
    healthcheck: JSON.parse(inspected('{{json .Config.Healthcheck.Test}}')).slice(1),
    exec(command) {
      const { status, stdout, stderr } = spawnSync('docker', ['exec', id, ...command], {
        encoding: 'utf8',
      })
      return { status, text: stdout + stderr }
    },
    async terminate() {
      output('docker', ['stop', '--time', '20', id])
      return Number(inspected('{{.State.ExitCode}}'))
    },
    logs: () => output('docker', ['logs', id]),
    remove: () => void output('docker', ['rm', '--force', id]),
  }
}
