import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Urls } from '../doors.ts'

export interface TestProcess {
  child: ChildProcess
  /** What it has printed, to both of its streams. */
  output: () => string
  /** Its exit code, when its last words have been read. */
  ended: Promise<number | null>
}

/** A Node program as a process of its own, killed in the end. */
export async function withProgram(
  args: string[],
  env: Record<string, string>,
  run: (process: TestProcess) => Promise<void>,
): Promise<void> {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      output += chunk
    })
  }
  const ended = once(child, 'close').then(([code]) => code as number | null)
  try {
    await run({ child, output: () => output, ended })
  } finally {
    child.kill('SIGKILL')
    await ended
  }
}

interface Line {
  msg: string
  urls?: Urls
}

export interface BackendProcess extends TestProcess {
  /** Of its log. */
  lines: () => Line[]
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const anyPorts = {
  OTLP_PORT: '0',
  OTLP_GRPC_PORT: '0',
  JAEGER_QUERY_PORT: '0',
  LOKI_PORT: '0',
  JAEGER_THRIFT_HTTP_PORT: 'off',
  JAEGER_THRIFT_COMPACT_PORT: 'off',
  JAEGER_THRIFT_BINARY_PORT: 'off',
}

/** The backend as a process of its own, on ports of its own, without the thrift doors. */
export function withProcess(
  env: Record<string, string>,
  run: (process: BackendProcess) => Promise<void>,
): Promise<void> {
  return withProgram([main], { ...anyPorts, ...env }, (process) =>
    run({ ...process, lines: () => logLines(process.output()) }),
  )
}

/** A line may be half there. */
function logLines(output: string): Line[] {
  return (output.match(/^\{.*\}$/gm) ?? []).map((line) => JSON.parse(line))
}
