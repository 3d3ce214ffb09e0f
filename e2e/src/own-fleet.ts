import type { Environment, ServiceName } from '@onetrace/dev'
import { afterAll, beforeAll } from 'vitest'
import { startTestFleet, type TestFleet, type TestFleetOptions } from './test-fleet.ts'
import { addressOf, createWorld, type World } from './world.ts'

export interface OwnFleet {
  fleet: TestFleet
  world: World
  /** A user for whom orders can be placed. */
  userId: string
  /** Ends a service's process, and starts it with these variables besides its usual ones. */
  restart: (name: ServiceName, env?: Environment) => Promise<void>
}

/** A fleet for the tests of one file, which stop parts of it or start them in other ways. */
export function useOwnFleet(options: TestFleetOptions = {}): () => OwnFleet {
  let own: OwnFleet | undefined

  beforeAll(async () => {
    const fleet = await startTestFleet(options)
    const world = createWorld(addressOf(fleet))
    own = { fleet, world, userId: await world.createUser(), restart: fleet.services.restart }
  })

  afterAll(() => own?.fleet[Symbol.asyncDispose]())

  return () => {
    if (!own) throw new Error('expected a fleet, it has not started')
    return own
  }
}
