import { afterAll, beforeAll } from 'vitest'
import { startTestFleet, type TestFleet } from './test-fleet.ts'
import { addressOf, createWorld, type World } from './world.ts'

export interface OwnFleet {
  fleet: TestFleet
  world: World
  /** A user for whom orders can be placed. */
  userId: string
}

/** A fleet for the tests of one file, which stop parts of it or start them in other ways. */
export function useOwnFleet(): () => OwnFleet {
  let own: OwnFleet | undefined

  beforeAll(async () => {
    const fleet = await startTestFleet()
    const world = createWorld(addressOf(fleet))
    own = { fleet, world, userId: '' }
    own.userId = await world.createUser()
  })

  afterAll(() => own?.fleet[Symbol.asyncDispose]())

  return () => {
    if (!own) throw new Error('expected a fleet, it has not started')
    return own
  }
}
