import { freePort, startProcess } from '@onetrace/processes'
import type { Variant } from './variants.ts'

const users = new URL('../../services/users/', import.meta.url)

export interface MeasuredServer extends Variant {
  url: string
  /** From its start to its first answer. */
  readyMs: number
  measure: () => Promise<Measures>
  /** Resolves when all of its spans are sent. */
  quiesce: () => Promise<unknown>
  stop: () => Promise<void>
}

export interface Measures {
  cpuSeconds: number
  residentMegabytes: number
}

/** The users service in a process of its own, as a fleet runs it. */
export async function startServer(
  variant: Variant,
  env: Record<string, string>,
): Promise<MeasuredServer> {
  const [port, management] = [await freePort(), await freePort()]
  const started = performance.now()
  const ready = Promise.withResolvers<number>()
  const child = startProcess({
    name: variant.name,
    command: process.execPath,
    args: ['--import', '@onetrace/telemetry/register', 'src/main.ts'],
    cwd: users,
    env: {
      ...process.env,
      ...env,
      PORT: String(port),
      MANAGEMENT_PORT: String(management),
      ...variant.env,
    },
    onLine(line) {
      if (line.includes('"msg":"listening"')) ready.resolve(performance.now() - started)
    },
    guard: {},
  })
  child.broken.then((how) => ready.reject(new Error(how)))
  const readyMs = await ready.promise
  const at = `http://127.0.0.1:${management}`
  return {
    ...variant,
    url: `http://127.0.0.1:${port}`,
    readyMs,
    async measure() {
      const text = await (await fetch(`${at}/metrics`)).text()
      return {
        cpuSeconds: metricIn(text, 'process_cpu_seconds_total'),
        residentMegabytes: metricIn(text, 'process_resident_memory_bytes') / 1024 ** 2,
      }
    },
    quiesce: () => fetch(`${at}/quiesce`, { method: 'POST' }),
    stop: () => child.stop(),
  }
}

function metricIn(text: string, metric: string): number {
  const value = new RegExp(`^${metric} (\\S+)`, 'm').exec(text)?.[1]
  if (value === undefined) throw new Error(`expected the metric ${metric}, got none`)
  return Number(value)
}
