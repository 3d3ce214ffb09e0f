import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { World } from './world.ts'

const command = fileURLToPath(new URL('../../infra/dev/run.mjs', import.meta.url))
const run = promisify(execFile)

/** What `pnpm trace <id> --plain` prints. */
export async function printTrace({ urls }: World, traceId: string): Promise<string> {
  const args = ['trace', traceId, '--plain', '--url', urls.query, '--loki', urls.loki]
  const { stdout } = await run(process.execPath, [command, ...args])
  return stdout
}
