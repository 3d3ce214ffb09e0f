import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { type BackendProcess, startBackendProcess } from './backend-process.ts'
import { exportBodies } from './exports.ts'
import { type GivenJaeger, givenJaeger } from './given-jaeger.ts'
import type { Measures } from './measured-process.ts'
import { report } from './report.ts'
import { sendAll } from './send.ts'

/** A round is 50,000 spans, with one service in each export. The first round warms both up. */
const rounds = 21
const exportsInRound = 100
const tracesInExport = 50

interface Round {
  spans: number
  /** Seconds. */
  clock: number
  cpu: number
}

/**
 * Sends spans by OTLP protobuf to both in turns, each on one core, so that noise meets both alike.
 */
export async function benchVersusJaeger(): Promise<void> {
  const jaeger = givenJaeger(process.env)
  if (!jaeger) {
    const why = 'skipped: pnpm -C infra/stack run bench brings a Jaeger'
    report('spans in, side by side with Jaeger', why)
    return
  }
  const { core, maxTraces } = jaeger
  const client = availableParallelism() > 1 ? core + 1 : core
  spawnSync('taskset', ['-acp', String(client), String(process.pid)])
  const limits = { BACKEND_MAX_TRACES: String(maxTraces), BACKEND_MAX_BYTES: String(1024 ** 3) }
  const backend = await startBackendProcess({ env: limits, core })
  try {
    await compare(backend, jaeger)
  } finally {
    await backend.stop()
    spawnSync('taskset', ['-acp', `0-${availableParallelism() - 1}`, String(process.pid)])
  }
}

async function compare(backend: BackendProcess, jaeger: GivenJaeger): Promise<void> {
  const [ours, theirs]: [Round[], Round[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    const parts = Array.from({ length: exportsInRound }, () => exportBodies(tracesInExport))
    const spans = parts.reduce((sum, part) => sum + part.spans, 0)
    const bodies = parts.flatMap((part) => part.bodies)
    const pair = [
      async () => ours.push(await sendTo(backend, { bodies, spans })),
      async () => theirs.push(await sendTo(jaeger, { bodies, spans })),
    ]
    for (const send of round % 2 === 0 ? pair : pair.toReversed()) await send()
  }
  show('by the clock', 'clock', ours.slice(1), theirs.slice(1))
  show('per second of CPU', 'cpu', ours.slice(1), theirs.slice(1))
}

async function sendTo(
  server: Measures & { urls: { otlp: string } },
  { bodies, spans }: { bodies: Buffer[]; spans: number },
): Promise<Round> {
  const [started, cpu] = [performance.now(), await server.cpuSeconds()]
  await sendAll(`${server.urls.otlp}/v1/traces`, bodies)
  const clock = (performance.now() - started) / 1000
  return { spans, clock, cpu: (await server.cpuSeconds()) - cpu }
}

/** Shows the rate of all rounds together, and the range of single rounds. */
function show(how: string, seconds: 'clock' | 'cpu', ours: Round[], theirs: Round[]): void {
  const rate = (rounds: Round[]) => sum(rounds, 'spans') / sum(rounds, seconds)
  const ratios = ours
    .map((round, at) => rate([round]) / rate(theirs.slice(at, at + 1)))
    .sort((a, b) => a - b)
  const range = `${ratios[0]?.toFixed(2)} to ${ratios.at(-1)?.toFixed(2)}`
  const [our, their] = [rate(ours), rate(theirs)]
  report(
    `spans in on one core, ${how}`,
    `${our.toFixed(0)} /s, Jaeger ${their.toFixed(0)} /s, ratio ${(our / their).toFixed(2)} (rounds ${range})`,
  )
}

function sum(rounds: Round[], of: keyof Round): number {
  return rounds.reduce((total, round) => total + round[of], 0)
}
