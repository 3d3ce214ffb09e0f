import type { TestProject } from 'vitest/node'
import { startTestFleet } from './test-fleet.ts'
import { addressOf, type WorldAddress } from './world.ts'

declare module 'vitest' {
  interface ProvidedContext {
    world: WorldAddress
  }
}

/** One fleet for all flows that stop or change no part of it; each finds its own traces by id. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const fleet = await startTestFleet()
  project.provide('world', addressOf(fleet))
  return async () => fleet[Symbol.asyncDispose]()
}
