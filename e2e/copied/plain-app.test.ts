import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { makeWorkFolder, removeFolder, startProcess } from '@onetrace/processes'
import { newTraceparent, waitForTrace } from '@onetrace/span-tree'
import { startReceiver } from '@onetrace/span-tree/receiver'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'

const root = join(import.meta.dirname, '../..')
const { catalog } = parse(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8'))
const pinned = (name: string) => `${name}@${catalog[name]}`

test('packages/telemetry, copied beside a plain Express app, installs, type-checks and traces it', async () => {
  const app = await copyBesideApp()
  const copy = join(app, 'telemetry')
  run(app, 'npm', 'install', './telemetry', pinned('express'))
  run(app, 'npm', 'install', '--save-dev', ...developing.map(pinned))
  run(copy, 'npm', 'install')

  run(copy, 'npm', 'run', 'typecheck')
  run(app, 'npx', 'tsc', '--project', '.')

  const receiver = await startReceiver()
  onTestFinished(() => receiver.close())
  const url = await startApp(app, { ...receiver.env, OTEL_SERVICE_NAME: 'shop' })
  const { traceId, traceparent } = newTraceparent()
  await fetch(`${url}/orders/7`, { headers: { traceparent } })
  expect(await waitForTrace(traceId, { source: receiver })).toMatchSpanTree(`
    shop: GET /orders/:id [server] {http.route=/orders/:id}
      shop: find_order
  `)
})

const developing = ['typescript', '@types/node', '@types/express']

/**
 * Copies the app into a new folder, with the package's folder in it, but without its node_modules.
 */
async function copyBesideApp(): Promise<string> {
  const app = await makeWorkFolder(join(tmpdir(), 'onetrace-copied'))
  onTestFinished(() => removeFolder(app))
  cpSync(join(import.meta.dirname, 'plain-app'), app, { recursive: true })
  cpSync(join(root, 'packages/telemetry'), join(app, 'telemetry'), {
    recursive: true,
    filter: (path) => !['node_modules', '.turbo'].includes(basename(path)),
  })
  return app
}

function run(folder: string, command: string, ...args: string[]): void {
  try {
    execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
  } catch (err) {
    const { stdout, stderr } = err as { stdout: string; stderr: string }
    throw new Error(`${[command, ...args].join(' ')} failed:\n${stdout}${stderr}`, { cause: err })
  }
}

/** Starts the app, and gives its address once it listens. */
async function startApp(folder: string, env: Record<string, string>): Promise<string> {
  const listening = Promise.withResolvers<string>()
  const app = startProcess({
    name: 'the app',
    command: process.execPath,
    args: ['--import', '@onetrace/telemetry/register', 'app.ts'],
    cwd: folder,
    env: { ...process.env, ...env },
    onLine(line, from) {
      if (from === 'stderr') return
      const { msg, address } = JSON.parse(line)
      if (msg === 'listening') listening.resolve(`http://127.0.0.1:${address.port}`)
    },
  })
  onTestFinished(() => app.stop())
  app.broken.then((how) => listening.reject(new Error(how)))
  return listening.promise
}
