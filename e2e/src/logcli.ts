import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export interface LogcliLine {
  labels: Record<string, string>
  line: string
}

interface Asked {
  /** The path of logcli. */
  program: string
  lokiUrl: string
  query: string
}

const run = promisify(execFile)

/** What `logcli query` prints, as an operator would run it. */
export async function logcli({ program, lokiUrl, query }: Asked): Promise<LogcliLine[]> {
  const args = ['query', query, '--quiet', '--output=jsonl', '--limit=1000', '--since=10m']
  const { stdout } = await run(program, args, { env: { LOKI_ADDR: lokiUrl } })
  const lines = stdout.split('\n').filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line))
}
