import { type AddressInfo, createServer } from 'node:net'
import { freePort, freePorts } from '@onetrace/processes'
import { expect, test } from 'vitest'
import { anyPorts, defaultPorts } from './ports.ts'

test('ports of a fleet differ from each other', async () => {
  const ports = Object.values(await anyPorts())

  expect(new Set(ports).size).toBe(14)
})

test('a port in use on ::1 alone is not free: localhost means ::1 to most clients', async () => {
  await using stack = new AsyncDisposableStack()
  const server = createServer()
  stack.defer(() => new Promise((closed) => server.close(() => closed())))
  await new Promise<void>((listening) => server.listen(0, '::1', listening))
  const { port } = server.address() as AddressInfo

  await expect(defaultPorts({ GATEWAY_PORT: String(port) })).rejects.toThrow(
    `GATEWAY_PORT: port ${port}, which gateway needs, is taken; choose another`,
  )
})

test.each(['0', '65536', 'http', '-1'])('%s is no port', async (text) => {
  await expect(defaultPorts({ ORDERS_PORT: text })).rejects.toThrow(
    `ORDERS_PORT: expected a port, got "${text}"`,
  )
})

test('a default makes way for the port that another part was asked to have', async () => {
  const asked = await freePorts(['orders', 'gatewayManagement'])

  const { ports } = await defaultPorts({
    ORDERS_PORT: String(asked.orders),
    GATEWAY_MANAGEMENT_PORT: String(asked.gatewayManagement),
  })

  expect(ports).toMatchObject(asked)
  expect(new Set(Object.values(ports)).size).toBe(14)
})

test('one port asked for twice is an error', async () => {
  const port = await freePort()
  const asked = { ORDERS_PORT: String(port), USERS_PORT: String(port) }

  await expect(defaultPorts(asked)).rejects.toThrow(`port ${port}, which orders needs, is taken`)
})
