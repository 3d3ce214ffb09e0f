import { spawn, spawnSync } from 'node:child_process'
import { configFile } from '../native/folders.ts'

const commands: Record<string, string[]> = {
  up: ['up', '--build', '--detach', '--wait'],
  down: ['down'],
  logs: ['logs', '--follow'],
}

const addresses = `
  gateway     http://localhost:8080    its key is onetrace-demo, unless API_KEYS says otherwise
  Jaeger      http://localhost:16686
  Grafana     http://localhost:3000    admin, admin, unless GRAFANA_PASSWORD says otherwise
  Prometheus  http://localhost:9090

  pnpm stack logs [service]    pnpm stack down
`

/** `pnpm stack [up | down | logs]`, with Docker Compose. Returns the exit code. */
export async function runDocker(
  [command = 'up', ...rest]: string[],
  { env = process.env, say = console.log }: DockerOptions = {},
): Promise<number> {
  const args = commands[command]
  const refused = args ? missingDocker(env) : `expected up, down, logs or --native, got ${command}`
  if (!args || refused) {
    console.error(refused)
    return 1
  }
  const compose = ['compose', '--file', configFile('compose.yaml'), ...args, ...rest]
  const code = await new Promise<number>((resolve) => {
    const child = spawn('docker', compose, { stdio: 'inherit', env })
    child.once('error', () => resolve(1)).once('exit', (code) => resolve(code ?? 1))
  })
  if (command === 'up' && code === 0 && env.COMPOSE_PROFILES !== 'light') say(addresses)
  return code
}

export interface DockerOptions {
  env?: NodeJS.ProcessEnv
  say?: (text: string) => void
}

/** Which part of Docker is missing here; undefined when none is. */
export function missingDocker(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const other = 'Without Docker: pnpm stack --native (Go builds Jaeger and Prometheus once).'
  const ask = (...args: string[]) => spawnSync('docker', args, { env, encoding: 'utf8' })
  if (ask('compose', 'version').status !== 0) {
    return `expected Docker with Compose (docker compose version), found none on PATH.\n${other}`
  }
  const engine = ask('version', '--format', '{{.Server.Version}}')
  if (engine.status === 0) return undefined
  return `expected a Docker engine that runs: ${engine.stderr.trim()}\n${other}`
}
