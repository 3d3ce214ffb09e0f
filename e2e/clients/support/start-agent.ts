import { startProcess, until } from '@onetrace/processes'

export interface AgentOptions {
  name: string
  command: string
  args: string[]
  env: Record<string, string>
}

export interface AgentProcess extends AsyncDisposable {
  /** Of its one route. */
  url: string
  /** What it has printed, to both of its streams. */
  lines: string[]
}

/** A program under an agent, with the agent's defaults; it prints the address at which it listens. */
export async function startAgent({ name, env, ...program }: AgentOptions): Promise<AgentProcess> {
  const lines: string[] = []
  const started = startProcess({
    name,
    ...program,
    env: { ...withoutOtel(process.env), ...env },
    onLine: (line) => lines.push(line),
    guard: {},
  })
  const addressIn = () => lines.find((line) => /^http:\S+$/.test(line))
  const stop = () => started.stop()
  try {
    await until(
      () => {
        if (!addressIn()) throw new Error(lines.join('\n'))
      },
      { what: `the address of the program under ${name}`, deadlineMs: 300_000 },
    )
  } catch (error) {
    await stop()
    throw error
  }
  return { url: addressIn() ?? '', lines, [Symbol.asyncDispose]: stop }
}

/** What a test runner sets is not what a person has. */
function withoutOtel(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([key]) => !/^(?:OTEL_|NODE_OPTIONS|VITEST)/.test(key))
  return Object.fromEntries(kept)
}
