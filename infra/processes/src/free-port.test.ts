import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { freePort, freePorts, isFree } from './free-port.ts'

const run = promisify(execFile)

/** Draws `count` ports at once. */
const draw = (count: number) => Promise.all(Array.from({ length: count }, freePort))

test('a port is drawn once, more of them than a block has too', async () => {
  const ports = await draw(120)

  expect(new Set(ports).size).toBe(120)
  expect(await Promise.all(ports.map(isFree))).toEqual(ports.map(() => true))
})

test('two processes draw no port in common', async () => {
  const module = JSON.stringify(new URL('free-port.ts', import.meta.url).href)
  const script = `const { freePort } = await import(${module})
    console.log(JSON.stringify(await Promise.all(Array.from({ length: 60 }, freePort))))`

  const [own, ...others] = await Promise.all([
    draw(60),
    ...[1, 2, 3].map(async (): Promise<number[]> => {
      const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script])
      return JSON.parse(stdout)
    }),
  ])

  // The others have ended, so what they drew is free for the next; none is ours.
  expect(others.flat().length).toBe(180)
  expect(others.flat().filter((port) => own?.includes(port))).toEqual([])
})

test('names have a port each', async () => {
  const { a, b } = await freePorts(['a', 'b'])

  expect(a).not.toBe(b)
})
