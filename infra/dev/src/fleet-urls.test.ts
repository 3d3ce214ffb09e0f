import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { expectReady, quiesce, urlsOf } from './fleet-urls.ts'
import { anyPorts } from './ports.ts'

/** A management port that answers with this body. */
async function readyAs(body: object): Promise<string> {
  const server = createServer((_req, res) => res.end(JSON.stringify(body)))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('the service of this fleet is ready', async () => {
  const url = await readyAs({ service: 'users', pid: 17 })

  await expectReady(url, 'users', new Set([16, 17]))
})

test.each([
  ['another service', { service: 'orders', pid: 17 }, 'is orders'],
  ['the same one of another fleet', { service: 'users', pid: 99 }, 'is users of another fleet'],
  ['something else', {}, 'is something else'],
])('%s on its port is not', async (_what, body, why) => {
  const url = await readyAs(body)

  await expect(expectReady(url, 'users', new Set([17]))).rejects.toThrow(why)
})

test('all processes are asked to come to rest one after the other, in the order of a request', async () => {
  const asked: string[] = []
  const rest = createServer((req, res) => {
    asked.push(`${req.method} ${req.url}`)
    res.end()
  })
  await new Promise<void>((listening) => rest.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void rest.close())
  const at = `http://127.0.0.1:${(rest.address() as AddressInfo).port}`
  const replica = { name: 'orders', managementUrl: `${at}/orders-2`, env: {} } as const
  const urls = urlsOf(await anyPorts(), { replicas: [replica], quiesce: `${at}/backend` })

  const known = urls.processes.map(({ name, managementUrl }) => ({
    name,
    managementUrl: managementUrl.startsWith(at) ? managementUrl : `${at}/${name}`,
  }))
  await quiesce({ ...urls, processes: known })

  expect(asked).toEqual([
    'POST /gateway/quiesce',
    'POST /orders/quiesce',
    'POST /orders-2/quiesce',
    'POST /users/quiesce',
    'POST /backend',
  ])
})
