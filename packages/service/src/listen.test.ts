import { expect, test } from 'vitest'
import { listen } from './listen.ts'
import { withServer } from './test-world.ts'

const options = { listener: () => {}, host: '127.0.0.1', purpose: 'orders', variable: 'PORT' }

test('port 0 gives one that the system chose', async () => {
  const { server, port } = await listen({ ...options, port: 0 })

  expect(port).toBeGreaterThan(0)
  server.close()
})

test('a taken port is refused with its number, who needs it and what moves it', () =>
  withServer(
    () => {},
    async ({ port }) => {
      await expect(listen({ ...options, port })).rejects.toThrow(
        `port ${port} on 127.0.0.1 is taken; orders needs it, PORT moves it`,
      )
    },
  ))

test('an address that is not this machine’s is refused with its code', async () => {
  // 192.0.2.0/24 is for documentation (RFC 5737).
  await expect(listen({ ...options, host: '192.0.2.1', port: 1 })).rejects.toThrow(
    'port 1 on 192.0.2.1 cannot be opened (EADDRNOTAVAIL); orders needs it, PORT moves it',
  )
})
