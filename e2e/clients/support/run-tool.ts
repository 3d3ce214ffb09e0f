import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { inject } from 'vitest'
import type { ToolName } from './tools.ts'

const run = promisify(execFile)

/** Whether the tests with this tool are left out, which the start of the run has announced. */
export function isMissing(name: ToolName): boolean {
  return 'missing' in inject('tools')[name]
}

export function pathOf(name: ToolName): string {
  const tool = inject('tools')[name]
  if ('missing' in tool) throw new Error(`${name}: ${tool.missing}`)
  return tool.path
}

/** Runs a tool, and gives what it prints on stdout. */
export async function runTool(name: ToolName, ...args: string[]): Promise<string> {
  const { stdout } = await run(pathOf(name), args, { timeout: 120_000 })
  return stdout
}
