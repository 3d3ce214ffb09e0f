import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { startDev } from './running-dev.ts'

test('a proxy of the environment, which is dead, is asked for nothing of the fleet', async () => {
  const dead = 'http://127.0.0.1:9'
  await using dev = startDev({ NODE_USE_ENV_PROXY: '1', HTTP_PROXY: dead, http_proxy: dead })
  await dev.ready()
  const [curl = ''] = /curl -i .*/.exec(dev.output()) ?? []

  const answer = execFileSync('sh', ['-c', curl], { encoding: 'utf8', stdio: 'pipe' })

  expect(answer).toMatch(/^HTTP\/1\.1 201 Created/)
  expect(dev.output()).not.toContain('spans lost')
})
