// `pnpm -C infra/stack run bench` sends spans to Jaeger and to the embedded backend in turns, each
// on one core. The backend's own bench measures; this starts Jaeger as the stack configures it.
import { fileURLToPath } from 'node:url'
import { freePorts, startProcess } from '@onetrace/processes'
import { builtComponent } from '../programs/components.ts'
import { findBinary } from '../programs/find-binary.ts'
import { jaegerLaunch } from '../run/jaeger.ts'
import { loopback, portNames } from '../run/ports.ts'
import { startPrograms, untilReady } from '../run/programs.ts'

const path = await findBinary(builtComponent('jaeger'), { env: process.env })
if (path) await bench(path)
else console.log('skipped: no jaeger here; pnpm -C infra/stack run build:native builds one')

async function bench(path: string): Promise<void> {
  const [core, maxTraces] = [0, 20_000]
  const ports = await freePorts(portNames)
  const launch = jaegerLaunch(path, ports)
  const pinned = {
    ...launch,
    path: 'taskset',
    args: ['-c', String(core), path, ...launch.args],
    env: {
      ...launch.env,
      JAEGER_LOG_LEVEL: 'error',
      JAEGER_MAX_TRACES: String(maxTraces),
      GOMAXPROCS: '1',
    },
  }
  const { pids, broken, stop } = startPrograms([pinned], console.error)
  try {
    await untilReady({ launches: [pinned], broken, signal: undefined })
    await count({ otlp: loopback(ports.otlp), pid: pids.jaeger, core, maxTraces })
  } finally {
    await stop()
  }
}

async function count(jaeger: object): Promise<void> {
  const main = new URL('../../../../packages/telemetry-backend/bench/main.ts', import.meta.url)
  const counting = startProcess({
    name: 'the bench',
    command: process.execPath,
    args: [fileURLToPath(main), 'versus'],
    env: { ...process.env, BENCH_JAEGER: JSON.stringify(jaeger) },
    onLine: (line) => console.log(line),
    guard: {},
  })
  const { ok, how } = await counting.ended
  if (!ok) throw new Error(`${counting.name} ${how}`)
}
