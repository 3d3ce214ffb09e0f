import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Urls } from '../doors.ts'

interface Line {
  msg: string
  urls?: Urls
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const anyPorts = {
  OTLP_PORT: '0',
  JAEGER_QUERY_PORT: '0',
  LOKI_PORT: '0',
  JAEGER_THRIFT_HTTP_PORT: 'off',
  JAEGER_THRIFT_COMPACT_PORT: 'off',
  JAEGER_THRIFT_BINARY_PORT: 'off',
}

/** The backend as a process of its own, on ports of its own, without the thrift doors. */
export async function withProcess(
  env: Record<string, string>,
  run: (process: { child: ChildProcess; lines: () => Line[] }) => Promise<void>,
): Promise<void> {
  const child = spawn(process.execPath, [main], { env: { ...process.env, ...anyPorts, ...env } })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  const lines = () => output.split('\n').flatMap((line) => (line ? JSON.parse(line) : []))
  try {
    await run({ child, lines })
  } finally {
    child.kill('SIGKILL')
  }
}
