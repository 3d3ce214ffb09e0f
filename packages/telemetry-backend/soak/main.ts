/**
 * `pnpm -C packages/telemetry-backend run soak --minutes 10` (or `--seconds 20`) sends spans and
 * lines as fast as they are taken, so that others have to leave all the time, and asks questions
 * whose answers it knows. It ends with 1 at the first answer that is wrong, and when memory grows.
 */
import assert from 'node:assert'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type BackendProcess, startBackendProcess } from '../bench/backend-process.ts'
import { checkCounters, checkEvicted, checkFresh, checkLines, checkSearch } from './checks.ts'
import { type Point, slopePerMinute } from './series.ts'
import { createTraffic, pushLines, spansPerTrace } from './traffic.ts'

const { values } = parseArgs({
  options: { minutes: { type: 'string' }, seconds: { type: 'string', default: '20' } },
})
const seconds = values.minutes ? Number(values.minutes) * 60 : Number(values.seconds)
if (!(seconds > 0)) throw new Error('expected --minutes or --seconds as a number above 0')

const maxTraces = 10_000
/** A trace so many traces ago must have left, but is not forgotten yet. */
const longAgo = 2 * maxTraces
/** In seconds; in a shorter run the heap has not found its size yet. */
const steadyAfter = 120
const mostGrowthPerMinute = 2

const backend = await startBackendProcess({
  env: { BACKEND_MAX_TRACES: String(maxTraces), BACKEND_MAX_LOG_BYTES: String(16 * 2 ** 20) },
})
try {
  await soak(backend)
} finally {
  await backend.stop()
}

async function soak({ urls, residentMegabytes }: BackendProcess): Promise<void> {
  const traffic = createTraffic(urls.otlp)
  const ids: string[] = []
  const sent = { traces: 0, lines: 0 }
  const checked = { fresh: 0, evicted: 0 }
  const points: Point[] = []
  const started = performance.now()
  const elapsed = () => (performance.now() - started) / 1000
  const sampleEvery = seconds / 40

  // On a slow machine it goes on until something has left, since it proves nothing before that.
  const isOver = () => elapsed() >= (checked.evicted > 0 ? seconds : 10 * seconds)

  for (let turn = 0; !isOver(); turn++) {
    const fresh = await traffic.send()
    sent.traces += fresh.length
    ids.push(...fresh)
    if (turn % 10 === 0) {
      await pushLines(urls.loki, fresh)
      sent.lines += 2 * fresh.length
      await check(urls, { fresh: fresh[turn % fresh.length] ?? '', old: ids.at(-longAgo), checked })
    }
    if (turn % 200 === 0) await checkSearch(urls)
    if (ids.length > 2 * longAgo) ids.splice(0, ids.length - longAgo - 1)
    if (elapsed() >= points.length * sampleEvery) {
      points.push({ seconds: elapsed(), megabytes: await residentMegabytes() })
    }
  }
  const rate = (sent.traces * spansPerTrace) / elapsed()
  const counts = await checkCounters(urls, sent)
  assert.ok(checked.evicted > 0, 'no trace has left: the run was too short to tell anything')
  print(`${Math.round(rate)} spans/s for ${Math.round(elapsed())} s; ${counts}`)
  print(`${checked.fresh} fresh and ${checked.evicted} evicted traces asked for, all answers right`)
  await pause(1000)
  judgeMemory([...points, { seconds: elapsed(), megabytes: await residentMegabytes() }])
}

interface Asked {
  fresh: string
  old: string | undefined
  checked: { fresh: number; evicted: number }
}

async function check(urls: BackendProcess['urls'], { fresh, old, checked }: Asked): Promise<void> {
  await checkFresh(urls, fresh)
  await checkLines(urls, fresh)
  checked.fresh += 1
  if (!old) return
  await checkEvicted(urls, old)
  checked.evicted += 1
}

/** Looks at the second half only, since the heap finds its size in the first. */
function judgeMemory(points: Point[]): void {
  print(`resident MB: ${points.map(({ megabytes }) => megabytes.toFixed(0)).join(' ')}`)
  const slope = slopePerMinute(points.slice(Math.floor(points.length / 2)))
  print(`slope of the second half: ${slope.toFixed(2)} MB a minute`)
  if (seconds < steadyAfter) return
  assert.ok(slope < mostGrowthPerMinute, `memory grows by ${slope.toFixed(2)} MB a minute`)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
