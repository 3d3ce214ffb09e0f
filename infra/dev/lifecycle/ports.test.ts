import { expect, test } from 'vitest'
import { demoUserId } from '../src/demo.ts'
import { demoKey, startDev, take } from './running-dev.ts'

test('ports that others have are replaced, said so, and the printed curl line works', async () => {
  await using stack = new AsyncDisposableStack()
  for (const port of [4318, 16686, 8080, 5433]) stack.use(await take(port))
  await using dev = startDev()
  await dev.ready()

  const [, curlUrl] = /curl -i (\S+)/.exec(dev.output()) ?? []
  const response = await fetch(String(curlUrl), {
    method: 'POST',
    headers: { authorization: `Bearer ${demoKey()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ userId: demoUserId, sku: 'tea', quantity: 2 }),
  })

  expect(response.status).toBe(201)
  const said = dev.output().match(/port \d+ is taken, so \w+ has/g)
  // Other ports of this machine may be taken, too.
  expect(said).toEqual(
    expect.arrayContaining([
      'port 8080 is taken, so gateway has',
      'port 4318 is taken, so otlp has',
      'port 16686 is taken, so query has',
      'port 5433 is taken, so postgres has',
    ]),
  )
})

test('a port that was asked for and is taken is an error that names its variable', async () => {
  await using _taken = await take(18080)
  await using dev = startDev({ GATEWAY_PORT: '18080' })

  const code = await dev.exitCode()

  expect(code).toBe(1)
  expect(dev.output()).toContain('GATEWAY_PORT: port 18080, which gateway needs, is taken')
})

test('a second pnpm dev in the same folder says that one runs already', async () => {
  await using first = startDev()
  await first.ready()
  const second = startDev()

  const code = await second.exitCode()

  expect(code).toBe(1)
  expect(second.output()).toMatch(/runs in this folder already \(pid \d+\): http:\/\/localhost:\d+/)
})
