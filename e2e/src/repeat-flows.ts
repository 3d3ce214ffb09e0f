// `pnpm -C e2e run test:repeat`: runs test files again and again, each time on new fleets, until one
// run fails. vitest's own repeats begin no new fleet, and its retries hide what happens one time in ten.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const usage = `pnpm -C e2e run test:repeat [--times N] [--busy N] [file ...]

  --times N   how often; 30
  --busy N    loops that keep a core busy each meanwhile; none
  file ...    test files; those of the outbox unless told which`

const outbox = ['place-order', 'outbox', 'two-orders', 'points'].map((it) => `flows/${it}.test.ts`)

const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))

/** Ends by itself when whoever started it is gone. */
const busyLoop = 'const { ppid } = process; while (process.ppid === ppid);'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    times: { type: 'string', default: '30' },
    busy: { type: 'string', default: '0' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) console.log(usage)
else process.exitCode = await repeat(countOf('times'), countOf('busy'))

async function repeat(times: number, busy: number): Promise<number> {
  const loops = Array.from({ length: busy }, () => run(['--eval', busyLoop]))
  try {
    for (let time = 1; time <= times; time += 1) {
      const started = performance.now()
      const code = await codeOf(run([vitest, 'run', ...files()]))
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      console.log(`${time} of ${times}: ${code === 0 ? 'passed' : 'FAILED'}, ${seconds} s`)
      if (code !== 0) return 1
    }
    return 0
  } finally {
    for (const loop of loops) loop.kill('SIGKILL')
  }
}

function files(): string[] {
  return positionals.length > 0 ? positionals : outbox
}

function run(args: string[]): ChildProcess {
  return spawn(process.execPath, args, { stdio: 'inherit' })
}

async function codeOf(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, 'exit')
  return code
}

function countOf(option: 'times' | 'busy'): number {
  const text = values[option]
  if (/^\d{1,6}$/.test(text)) return Number(text)
  console.error(`--${option}: expected a whole number, got "${text}"\n\n${usage}`)
  process.exit(1)
}
