import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
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
  const child = spawn(pathOf(name), args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', () => resolve())
  })
  const lines: string[] = []
  createInterface(child.stdout).on('line', (line) => lines.push(line))
  return {
    lines,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
