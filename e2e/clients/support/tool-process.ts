import { startProcess } from '@onetrace/processes'
import { pathOf } from './run-tool.ts'
import type { ToolName } from './tools.ts'

export interface ToolProcess extends AsyncDisposable {
  /** What it has printed so far, on stdout. */
  lines: string[]
}

/** A program that runs on until the test ends. */
export function startTool(
  name: ToolName,
  args: string[],
  env: Record<string, string> = {},
): ToolProcess {
  const lines: string[] = []
  const tool = startProcess({
    name,
    command: pathOf(name),
    args,
    env: { ...process.env, ...env },
    onLine: (line, from) => (from === 'stdout' ? lines.push(line) : console.error(line)),
    guard: {},
  })
  return { lines, [Symbol.asyncDispose]: () => tool.stop() }
}
