import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { configFile } from '../native/folders.ts'
import { missingDocker, runDocker } from './run-docker.ts'

interface Docker {
  env: NodeJS.ProcessEnv
  /** The arguments of its last call. */
  called: () => string
}

/**
 * A `docker` that only writes its arguments down, since what Docker does with them is not our code.
 */
async function withDocker(engine: 'runs' | 'does not', fn: (docker: Docker) => Promise<void>) {
  const dir = mkdtempSync(join(tmpdir(), 'onetrace-docker-'))
  const [program, calls] = [join(dir, 'docker'), join(dir, 'calls')]
  const version = engine === 'runs' ? 'echo 28.2.2' : 'echo "no daemon" >&2; exit 1'
  writeFileSync(
    program,
    `#!/bin/sh
case "$1" in
  version) ${version} ;;
  *) echo "$@" > '${calls}' ;;
esac
`,
  )
  chmodSync(program, 0o755)
  try {
    const called = () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim() : '')
    await fn({ env: { PATH: `${dir}:/usr/bin:/bin` }, called })
  } finally {
    rmSync(dir, { recursive: true })
  }
}

const compose = `compose --file ${configFile('compose.yaml')}`

test.each([
  [[], 'up --build --detach --wait'],
  [['logs', 'orders'], 'logs --follow orders'],
  [['down', '--volumes'], 'down --volumes'],
])('pnpm stack %j is docker compose %s', (args, expected) =>
  withDocker('runs', async ({ env, called }) => {
    expect(await runDocker(args, { env, say: () => {} })).toBe(0)
    expect(called()).toBe(`${compose} ${expected}`)
  }),
)

test('when all is up, its addresses are said', () =>
  withDocker('runs', async ({ env }) => {
    const said: string[] = []

    await runDocker([], { env, say: (text) => said.push(text) })

    expect(said.join()).toContain('http://localhost:3000')
  }))

test('without an engine, what it says and the way without Docker are told', () =>
  withDocker('does not', async ({ env }) => {
    expect(missingDocker(env)).toBe(
      'expected a Docker engine that runs: no daemon\n' +
        'Without Docker: pnpm stack --native (Go builds Jaeger and Prometheus once).',
    )
  }))

test('without Docker Compose, the way without it is told', () => {
  expect(missingDocker({ PATH: '/nowhere' })).toBe(
    'expected Docker with Compose (docker compose version), found none on PATH.\n' +
      'Without Docker: pnpm stack --native (Go builds Jaeger and Prometheus once).',
  )
})
