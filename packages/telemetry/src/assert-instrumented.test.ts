import { expect, test } from 'vitest'
import { register, runNode } from './test-process.ts'

const env = { OTEL_TRACES_EXPORTER: 'none' }
const stock = { ...env, SERVER_SPANS: 'stock' }

const check = `
  import { assertInstrumented } from './src/index.ts'
  assertInstrumented({ express, pg })`

const libraries = `
  import express from 'express'
  import pg from 'pg'`

/** Imports run before the first line of a file, so register comes too late here. */
const lateRegister = `await import('${register}')`

/** Loaded before register: nothing comes from channels of this name, as from an older library. */
const mute = (name: string) =>
  `data:text/javascript,${encodeURIComponent(`
    import channels from 'node:diagnostics_channel'
    import { syncBuiltinESMExports } from 'node:module'
    const { subscribe } = channels
    channels.subscribe = (name, fn) => name.includes('${name}') || subscribe(name, fn)
    syncBuiltinESMExports()`)}`

const unpatched = (names: string) =>
  `telemetry: expected ${names} to be patched, but the process loaded it unpatched: ` +
  'its spans would be missing. Is @onetrace/telemetry/register the first --import, and is ' +
  'there one copy of the library?'

const unheard = (names: string) =>
  `telemetry: expected ${names} to publish on its diagnostics channels, but nothing is heard: ` +
  'its spans or their routes would be missing. Is it Express 5.3 or newer, and a Node that ' +
  'package.json allows? SERVER_SPANS=stock patches http and express instead.'

test.each([
  ['channels', env],
  ['stock', stock],
])('libraries that are imported after register are seen, by %s', async (_source, env) => {
  const { exitCode, stderr } = await runNode({ code: libraries + check, env })

  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
})

test.each([
  ['pg', env],
  ['http, express, pg', stock],
])('%s, loaded before register, ends the process by name', async (names, env) => {
  const { exitCode, stderr } = await runNode({
    code: `${libraries}\n${lateRegister}\n${check}`,
    env,
    imports: [],
  })

  expect(exitCode).toBe(1)
  expect(stderr).toContain(unpatched(names))
})

test.each([['http'], ['undici'], ['express']])(
  '%s, when nothing is heard of it, ends the process by name',
  async (name) => {
    const { exitCode, stderr } = await runNode({
      code: libraries + check,
      env,
      imports: [mute(name), register],
    })

    expect(exitCode).toBe(1)
    expect(stderr).toContain(unheard(name))
  },
)

test('one that was switched off is not missed', async () => {
  const { exitCode, stderr } = await runNode({
    code: `${libraries}\n${lateRegister}\n${check}`,
    env: { ...stock, OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'express' },
    imports: [],
  })

  expect(exitCode).toBe(1)
  expect(stderr).toContain(unpatched('http, pg'))
})

test('an empty list of enabled instrumentations is as if it were not set', async () => {
  const { exitCode, stderr } = await runNode({
    code: `${libraries}${check}
      import { runningSdk } from './src/sdk-state.ts'
      const names = [...runningSdk().instrumentations].sort().join()
      if (names !== 'express,http,pg,undici') throw new Error(names)`,
    env: { ...env, OTEL_NODE_ENABLED_INSTRUMENTATIONS: '' },
  })

  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
})

test('without an SDK there is nothing to miss', async () => {
  const { exitCode, stderr } = await runNode({ code: libraries + check, imports: [] })

  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
})
