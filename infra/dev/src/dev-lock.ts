import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isListening } from '@onetrace/processes'

/** What a running `pnpm dev` tells `pnpm trace` and a second `pnpm dev`, in a file. */
export interface DevState {
  pid: number
  /** A port that is open as long as it runs, since another process may have got its pid. */
  alivePort: number
  jaegerUrl: string
  lokiUrl: string
}

const fileName = 'run/dev.json'

/**
 * The running `pnpm dev` of this folder; undefined if there is none, or only the file of a killed
 * one.
 */
export async function runningDev(dir: string): Promise<DevState | undefined> {
  const state = readState(dir)
  return state && (await isListening(state.alivePort)) ? state : undefined
}

/** Claims the folder, after `runningDev` found nobody. The returned function gives it back. */
export function claim(dir: string, state: DevState): () => void {
  const file = join(dir, fileName)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(state)}\n`)
  return () => {
    if (readState(dir)?.pid === state.pid) rmSync(dirname(file), { recursive: true, force: true })
  }
}

function readState(dir: string): DevState | undefined {
  try {
    return JSON.parse(readFileSync(join(dir, fileName), 'utf8'))
  } catch {
    return undefined // there is none, or a killed one has written half of it
  }
}
