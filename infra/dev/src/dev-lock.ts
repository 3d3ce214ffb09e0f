import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isListening } from '@onetrace/processes'

/** What a running `pnpm dev` leaves for `pnpm trace`, and for a second `pnpm dev`. */
export interface DevState {
  pid: number
  /** Open as long as it runs: a pid alone may be somebody else's by now. */
  alivePort: number
  jaegerUrl: string
  lokiUrl: string
}

const fileName = 'run/dev.json'

/** The running `pnpm dev` of this folder; undefined when there is none, or only what a kill left. */
export async function runningDev(dir: string): Promise<DevState | undefined> {
  const state = readState(dir)
  return state && (await isListening(state.alivePort)) ? state : undefined
}

/** Claims the folder; returns what gives it back. Call it after `runningDev` found nobody. */
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
    return undefined // none, or half written by one that was killed
  }
}
