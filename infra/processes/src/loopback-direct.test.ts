import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { loopbackDirect } from './loopback-direct.ts'

test.each([
  [{}, { NO_PROXY: '127.0.0.1,localhost,::1' }],
  [{ NO_PROXY: 'corp, localhost' }, { NO_PROXY: 'corp,localhost,127.0.0.1,::1' }],
  [{ no_proxy: '*' }, { no_proxy: '*,127.0.0.1,localhost,::1' }],
])('%j becomes %j', (env, expected) => {
  expect(loopbackDirect(env)).toEqual(expected)
})

const client = `
  const url = process.argv[1]
  const { get } = await import('node:http')
  const byHttp = await new Promise((done, failed) => get(url, (answer) => done(answer.statusCode)).on('error', failed))
  console.log(byHttp, (await fetch(url)).status)`

test('with a proxy that is dead a process reaches the loopback, by http and by fetch', async () => {
  const server = createServer((_req, res) => res.end())
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close().closeAllConnections())
  const { port } = server.address() as AddressInfo
  const env = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: 'http://127.0.0.1:9' }
  const ask = (variables: NodeJS.ProcessEnv) => {
    const args = ['--input-type=module', '--eval', client, `http://127.0.0.1:${port}`]
    return promisify(execFile)(process.execPath, args, { env: variables })
  }

  await expect(ask(env)).rejects.toThrow('ECONNREFUSED 127.0.0.1:9')
  expect((await ask(loopbackDirect(env))).stdout).toBe('200 200\n')
})
