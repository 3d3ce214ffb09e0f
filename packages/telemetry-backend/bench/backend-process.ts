import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface BackendProcess {
  urls: { otlp: string; query: string; loki: string }
  readyMs: number
  residentMegabytes(): Promise<number>
  cpuSeconds(): Promise<number>
  stop(): Promise<void>
}

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
/** Linux counts CPU time in these, whatever the kernel's own clock. */
const ticksPerSecond = 100

/** A process of its own, so that the client's work is not counted. */
export async function startBackendProcess(env: Record<string, string>): Promise<BackendProcess> {
  const started = performance.now()
  const ports = Object.fromEntries(variables.map((name) => [name, '0']))
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, ...ports, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface(child.stdout), 'line')
  const { urls } = JSON.parse(line)
  const ofProcess = (file: string) => readFile(`/proc/${child.pid}/${file}`, 'utf8')
  return {
    urls,
    readyMs: performance.now() - started,
    async residentMegabytes() {
      return Number(/VmRSS:\s+(\d+)/.exec(await ofProcess('status'))?.[1]) / 1024
    },
    async cpuSeconds() {
      const [, fields = ''] = (await ofProcess('stat')).split(') ')
      const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number)
      return (user + system) / ticksPerSecond
    },
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'close')
    },
  }
}

const variables = [
  'OTLP_PORT',
  'JAEGER_QUERY_PORT',
  'LOKI_PORT',
  'JAEGER_THRIFT_HTTP_PORT',
  'JAEGER_THRIFT_COMPACT_PORT',
  'JAEGER_THRIFT_BINARY_PORT',
]
