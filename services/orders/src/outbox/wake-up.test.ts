import { expect, test } from 'vitest'
import { WakeUp } from './wake-up.ts'

const anHour = 3_600_000

test('a sleeper is woken', async () => {
  const wakeUp = new WakeUp()
  const asleep = wakeUp.sleep(anHour)

  wakeUp.wake()

  expect(await asleep).toBe(true)
})

test('a wake-up that comes while nobody sleeps is kept for the next sleep, once', async () => {
  const wakeUp = new WakeUp()
  wakeUp.wake()
  wakeUp.wake()

  await wakeUp.sleep(anHour)
  const second = await Promise.race([
    wakeUp.sleep(anHour).then(() => 'woken'),
    new Promise((resolve) => setImmediate(() => resolve('asleep'))),
  ])
  wakeUp.wake()

  expect(second).toBe('asleep')
})

test('what was kept can be forgotten', async () => {
  const wakeUp = new WakeUp()
  wakeUp.wake()
  wakeUp.clear()

  const sleep = wakeUp.sleep(anHour).then(() => 'woken')
  const first = await Promise.race([
    sleep,
    new Promise((resolve) => setImmediate(() => resolve('asleep'))),
  ])
  wakeUp.wake()
  await sleep

  expect(first).toBe('asleep')
})

test('nobody sleeps longer than he wants', async () => {
  expect(await new WakeUp().sleep(1)).toBe(false)
})
