import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { anyPorts, defaultPorts } from './ports.ts'

test('ports of a fleet differ from each other', async () => {
  const ports = Object.values(await anyPorts())

  expect(new Set(ports).size).toBe(13)
})

test('a port in use on ::1 alone is not free: localhost means ::1 to most clients', async () => {
  await using stack = new AsyncDisposableStack()
  const server = createServer()
  stack.defer(() => new Promise((closed) => server.close(() => closed())))
  await new Promise<void>((listening) => server.listen(28_080, '::1', listening))

  await expect(defaultPorts({ GATEWAY_PORT: '28080' })).rejects.toThrow(
    'GATEWAY_PORT: port 28080, which gateway needs, is taken; choose another',
  )
})

test.each(['0', '65536', 'http', '-1'])('%s is no port', async (text) => {
  await expect(defaultPorts({ ORDERS_PORT: text })).rejects.toThrow(
    `ORDERS_PORT: expected a port, got "${text}"`,
  )
})

test('a default makes way for the port that another part was asked to have', async () => {
  const { ports } = await defaultPorts({ ORDERS_PORT: '28081', GATEWAY_MANAGEMENT_PORT: '28082' })

  expect(ports).toMatchObject({ orders: 28_081, gatewayManagement: 28_082 })
  expect(new Set(Object.values(ports)).size).toBe(13)
})

test('one port asked for twice is an error', async () => {
  await expect(defaultPorts({ ORDERS_PORT: '28083', USERS_PORT: '28083' })).rejects.toThrow(
    'port 28083, which orders needs, is taken',
  )
})
