import { expect, test } from 'vitest'
import { InFlight } from './in-flight.ts'

test('with nothing in flight it is idle at once', async () => {
  const inFlight = new InFlight()

  await inFlight.idle()

  expect(inFlight.count).toBe(0)
})

test('everyone who waits is told when the last one leaves, not before', async () => {
  const inFlight = new InFlight()
  const order: string[] = []
  const leaves = [inFlight.enter(), inFlight.enter()]
  const waiting = ['first', 'second'].map((name) => inFlight.idle().then(() => order.push(name)))

  leaves[0]?.()
  await Promise.resolve()
  order.push('last leaves')
  leaves[1]?.()
  await Promise.all(waiting)

  expect(order).toEqual(['last leaves', 'first', 'second'])
})

test('leaving twice counts once', () => {
  const inFlight = new InFlight()
  const leave = inFlight.enter()
  inFlight.enter()

  leave()
  leave()

  expect(inFlight.count).toBe(1)
})
