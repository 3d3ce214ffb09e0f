import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withPostgres } from '@onetrace/postgres'
import { freePort, until } from '@onetrace/processes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildahAnswers, buildahEngine } from './buildah-engine.ts'
import { dockerAnswers, dockerEngine } from './docker-engine.ts'
import type { Container, Engine } from './engine.ts'

const dir = mkdtempSync(join(tmpdir(), 'onetrace-images-'))
let engine: Engine

beforeAll(() => {
  if (dockerAnswers()) engine = dockerEngine(baseImage())
  else if (buildahAnswers()) engine = buildahEngine(dir)
  else throw new Error('expected a Docker engine that answers, or buildah; found neither')
  console.log(`images are built and run by ${engine.name}`)
})

afterAll(() => rmSync(dir, { recursive: true, force: true }))

function baseImage(): string {
  const text = readFileSync(new URL('../../.env', import.meta.url), 'utf8')
  return /^BASE_IMAGE=(.+)$/m.exec(text)?.[1] ?? ''
}

async function withContainer(
  service: string,
  env: Record<string, string>,
  fn: (running: { container: Container; url: string }) => Promise<void>,
): Promise<void> {
  const [port, management] = [await freePort(), await freePort()]
  const container = engine.run(engine.build(service), {
    ...env,
    HOST: '127.0.0.1',
    PORT: String(port),
    MANAGEMENT_HOST: '127.0.0.1',
    MANAGEMENT_PORT: String(management),
    OTEL_TRACES_EXPORTER: 'none',
  })
  try {
    await untilHealthy(container)
    await fn({ container, url: `http://127.0.0.1:${port}` })
  } finally {
    container.remove()
  }
}

/** Asks by the command of the image's own HEALTHCHECK. */
async function untilHealthy(container: Container): Promise<void> {
  const expectHealthy = () => {
    const { status, text } = container.exec(container.healthcheck)
    if (status === 0) return
    throw new Error(`its health check exits with ${status} ${text}\n${container.logs()}`)
  }
  await until(expectHealthy, { what: 'a healthy container', deadlineMs: 240_000 })
}

const whoAndWhat = [
  'node',
  '-e',
  `const { writeFileSync } = require('node:fs')
  let written = 'written'
  try { writeFileSync('src/main.ts', '') } catch (err) { written = err.code }
  console.log(JSON.stringify({ uid: process.getuid(), written }))`,
]

test('the gateway runs as a user without rights, answers, and drains at SIGTERM', () =>
  withContainer(
    'gateway',
    { API_KEYS: `demo=${createHash('sha256').update('any').digest('hex')}` },
    async ({ container, url }) => {
      const page = await fetch(url)
      const { uid, written } = JSON.parse(container.exec(whoAndWhat).text)
      const code = await container.terminate()

      expect(page.status).toBe(200)
      expect(page.headers.get('traceresponse')).toMatch(/^00-[0-9a-f]{32}-/)
      expect(uid).toBe(1000)
      expect(['EACCES', 'EROFS']).toContain(written)
      expect(code).toBe(0)
      expect(container.logs()).toContain('"msg":"draining"')
    },
  ))

test('users brings its migrations along', () =>
  withPostgres(async (postgres) => {
    const url = await postgres.ensureDatabase({ database: 'users', role: 'users' })
    await withContainer('users', { DATABASE_URL: url }, async ({ container, url }) => {
      const created = await fetch(`${url}/users`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Ada' }),
      })
      const code = await container.terminate()

      expect(created.status).toBe(201)
      expect(code).toBe(0)
    })
  }))
