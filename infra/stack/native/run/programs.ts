import { expectText, type RunningProcess, startProcess, until } from '@onetrace/processes'
import type { Launch } from './launch.ts'

export interface Programs {
  /** The pid of each program, by name. */
  pids: Record<string, number>
  /** Resolves when one has ended that nobody stopped, with words that say which, and how. */
  broken: Promise<string>
  stop: () => Promise<void>
}

const readyMs = 120_000
/** After SIGTERM; a fleet ends within three seconds of Ctrl-C. */
const graceMs = 1500

/** Starts programs that end when this process is gone, however it ended. */
export function startPrograms(
  launches: Launch[],
  onLine: (line: string) => unknown = () => {},
): Programs {
  const running = launches.map((launch) => startProgram(launch, onLine))
  return {
    pids: Object.fromEntries(running.map(({ name, pid }) => [name, pid])),
    broken: Promise.race(running.map(({ broken }) => broken)),
    async stop() {
      // Promtail ends first, since it sends its last lines to Loki.
      const promtail = running.filter(({ name }) => name === 'promtail')
      await Promise.all(promtail.map((program) => program.stop(graceMs)))
      await Promise.all(running.map((program) => program.stop(graceMs)))
    },
  }
}

function startProgram(launch: Launch, onLine: (line: string) => unknown): RunningProcess {
  const { name, path: command, args, signed = false } = launch
  return startProcess({
    name,
    command,
    args,
    // It gets no other variables, since it must not see the caller's secrets.
    env: { ...kept(process.env), ...launch.env },
    onLine: (line) => onLine(signed ? line : `${name}: ${line}`),
    guard: {},
  })
}

function kept({ PATH, HOME, TMPDIR }: NodeJS.ProcessEnv): Record<string, string> {
  return { ...(PATH && { PATH }), ...(HOME && { HOME }), ...(TMPDIR && { TMPDIR }) }
}

interface ReadyOptions {
  launches: Launch[]
  broken: Promise<string>
  signal: AbortSignal | undefined
}

/** Resolves when all answer; rejects at once when one has ended. */
export async function untilReady({ launches, broken, signal }: ReadyOptions): Promise<void> {
  const over = new AbortController()
  broken.then((why) => over.abort(new Error(`the stack did not start: ${why}`)))
  const either = signal ? AbortSignal.any([signal, over.signal]) : over.signal
  const wait = ({ name, readyUrl }: Launch) =>
    until(() => expectText(readyUrl), {
      what: `${name} to be ready`,
      deadlineMs: readyMs,
      signal: either,
    })
  await Promise.all(launches.map(wait))
}
